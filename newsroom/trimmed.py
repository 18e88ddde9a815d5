"""Templates without the lines that are only there for whoever writes them.

A line that holds nothing but tags that write nothing, or a comment, leaves an empty line in the page, which is made,
packed and sent each time; so does one with an element that may not be there. It is taken out when the template is read,
and so are the ends of lines beside the blocks of a page, where no browser shows a space.
Templates of other apps are left as they are.
"""

import re
from pathlib import Path

from django.template import Origin
from django.template.loaders.filesystem import Loader as Files

_SILENT = (
    "block|comment|elif|else|empty|endblock|endcomment|endfor|endif|endwith|extends|for|if|include|load|with|"
    "get_current_language|get_current_language_bidi"
)
_REST = r"(?:(?!%\}).)*"
_TAG = rf"\{{%\s*(?:(?:{_SILENT})\b{_REST}|(?!\s*blocktrans){_REST}\bas\s+\w+\s*)%\}}|\{{#(?:(?!#\}}).)*#\}}"
_IF = r"\{%\s*if\b(?:(?!%\}).)*%\}"
# A line with one element, or none: it ends only if it is there.
_PERHAPS = re.compile(
    rf"^([ \t]*{_IF}<(?:(?!\{{%\s*(?:if|elif|else|endif)\b).)*)(\{{%\s*endif\s*%\}})\n", re.MULTILINE
)
_BLOCKS = (
    "article|aside|body|details|dd|div|dl|dt|fieldset|figcaption|figure|footer|form|h[1-6]|head|header|html|legend|li|"
    "link|main|meta|nav|ol|option|p|section|select|summary|table|tbody|td|th|thead|title|tr|ul"
)
_START = rf"</?(?:{_BLOCKS})\b"
# Between its ends an element may have tags of the template, and these may have what else ends it.
_BESIDE = re.compile(
    rf"\s*\n\s*(?={_START})|({_START}(?:\{{%{_REST}%\}}|\{{\{{(?:(?!\}}\}}).)*\}}\}}|[^>\n])*>)\s*\n\s*"
)
_LINE = re.compile(rf"^[ \t]*(?:(?:{_TAG})[ \t]*)+\n", re.MULTILINE)


def trim(source: str, *, part: bool = False) -> str:
    """The template without the ends of lines that write nothing; of a part, without that of its last line either.

    Where a part is included, a line ends already.
    """
    trimmed = _PERHAPS.sub(r"\1\n\2", _LINE.sub(lambda line: line[0].strip(), source))
    return trimmed.rstrip("\n") if part else trimmed


def close(source: str) -> str:
    """The template without the ends of lines beside blocks."""
    return _BESIDE.sub(lambda end: end[1] or "", source)


class Loader(Files):
    def get_contents(self, origin: Origin) -> str:
        contents = super().get_contents(origin)
        if not origin.name.endswith(".html"):
            return contents
        path = Path(origin.name)
        trimmed = trim(contents, part=path.name.startswith("_"))
        # What the desk lays out in a line is not ours alone.
        return trimmed if "admin" in path.parts else close(trimmed)
