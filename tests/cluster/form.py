"""The form of an article as a browser would send it back."""

from html.parser import HTMLParser

LEFT_OUT = ("submit", "button", "image", "file", "reset")


class Form(HTMLParser):
    """The values of the fields of one form of a page."""

    def __init__(self, page: str, name: str) -> None:
        super().__init__()
        self.name, self.values, self._inside = name, dict[str, str](), False
        self._writing = self._choosing = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._inside = given.get("id") == self.name
        if not self._inside or "disabled" in given:
            return
        field = given.get("name", "")
        if tag == "input" and field:
            self._input(field, given)
        elif tag == "textarea" and field:
            self._writing = field
            self.values[field] = ""
        elif tag == "select":
            self._choosing = field
        elif tag == "option" and self._choosing and ("selected" in given or self._choosing not in self.values):
            # Where none is chosen, a browser chooses the first.
            self.values[self._choosing] = given.get("value", "")

    def _input(self, field: str, given: dict[str, str]) -> None:
        kind = given.get("type", "text")
        if kind not in LEFT_OUT and (kind not in ("checkbox", "radio") or "checked" in given):
            self.values[field] = given.get("value", "on" if kind == "checkbox" else "")

    def handle_data(self, data: str) -> None:
        if self._writing:
            self.values[self._writing] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            # The first line break after the tag is not part of the text.
            if self._writing:
                self.values[self._writing] = self.values[self._writing].removeprefix("\n")
            self._writing = ""
        elif tag == "select":
            self._choosing = ""
        elif tag == "form":
            self._inside = False
