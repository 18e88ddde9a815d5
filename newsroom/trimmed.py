"""Templates without the lines that are only there for whoever writes them.

A line that holds nothing but tags that write nothing, or a comment, leaves an empty line in the page, which is made,
packed and sent each time; so does one with an element that may not be there. It is taken out when the template is read.
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
_LINE = re.compile(rf"^[ \t]*(?:(?:{_TAG})[ \t]*)+\n", re.MULTILINE)


def trim(source: str, *, part: bool = False) -> str:
    """The template without the ends of lines that write nothing; of a part, without that of its last line either.

    Where a part is included, a line ends already.
    """
    trimmed = _PERHAPS.sub(r"\1\n\2", _LINE.sub(lambda line: line[0].strip(), source))
    return trimmed.rstrip("\n") if part else trimmed


class Loader(Files):
    def get_contents(self, origin: Origin) -> str:
        contents = super().get_contents(origin)
        return (
            trim(contents, part=Path(origin.name).name.startswith("_")) if origin.name.endswith(".html") else contents
        )
