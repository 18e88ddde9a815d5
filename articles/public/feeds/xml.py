"""XML by functions: a feed has hundreds of elements, and a writer that is told of each takes most of its time."""

from html import escape

# What XML 1.0 (section 2.2) has no place for, in whichever text it stands. In UTF-8 no other character has these bytes.
_CONTROLS = bytes(byte for byte in range(32) if byte not in b"\t\n\r")
_NO_CHARACTERS = ("\ufffe".encode(), "\uffff".encode())


def element(name: str, text: str = "", **attributes: object) -> str:
    """An element with nothing but text in it. Attributes that are empty are left out."""
    start = name + _attributes(attributes)
    return f"<{start}>{escape(text, quote=False)}</{name}>\n" if text else f"<{start}/>\n"


def around(name: str, *inside: str, **attributes: object) -> str:
    """An element with other elements in it, which are written already."""
    return f"<{name}{_attributes(attributes)}>\n{''.join(inside)}</{name}>\n"


def document(root: str) -> bytes:
    text = f'<?xml version="1.0" encoding="utf-8"?>\n{root}'.encode("utf-8", "ignore").translate(None, _CONTROLS)
    for character in _NO_CHARACTERS:
        text = text.replace(character, b"")
    return text


def _attributes(attributes: dict[str, object]) -> str:
    """` name="value"` of each; a double underscore in a name is a colon."""
    if not attributes:
        return ""
    return "".join(f' {name.replace("__", ":")}="{escape(str(value))}"' for name, value in attributes.items() if value)
