"""XML for machines: a document, and text that may stand in one."""

import re

from django.http import HttpResponse

# What XML 1.0 cannot hold at all, section 2.2; a pasted headline can.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def text(words: str) -> str:
    """Without the characters that no XML may hold. It is still to be escaped."""
    return _NOT_XML.sub("", words)


def document(root: str, content_type: str = "application/xml") -> HttpResponse:
    return HttpResponse(
        f'<?xml version="1.0" encoding="utf-8"?>\n{root}\n', content_type=f"{content_type}; charset=utf-8"
    )
