"""A page as plain bytes and packed by gzip; of one in parts, what stays is packed once.

Deflate may be flushed between any two bytes (RFC 1951), and what follows then looks back at nothing before: so packed
pieces, put one after the other, are the packed whole. What is packed anew each time may look back at all that it follows.
"""

import gzip
import zlib
from collections.abc import Callable
from struct import pack
from typing import NamedTuple

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

from articles.models.parts import Parts

LEVEL = 6
# A part that is made with every comment is packed faster, and the page is a sixth larger. See `well`.
QUICK = 3
# Bytes that deflate looks back.
WINDOW = 32_768
_HEAD = b"\x1f\x8b\x08" + bytes(6) + b"\xff"
_END = b"\x03\x00"


class Packed(NamedTuple):
    plain: bytes
    gzipped: bytes


def whole(body: bytes, is_gzipped: bool) -> Packed:
    return Packed(gzip.decompress(body), body) if is_gzipped else Packed(body, gzip.compress(body, LEVEL, mtime=0))


def well(gzipped: bytes) -> bytes:
    """A page that was put together from pieces, as small as one that was not."""
    return gzip.compress(gzip.decompress(gzipped), LEVEL, mtime=0)


class Frame:
    """What stands around the late parts of a page."""

    def __init__(self, parts: Parts) -> None:
        self.parts = parts
        self.texts = [_piece(text, LEVEL) for text in parts.texts]
        self.size = sum(len(plain) + len(packed) for plain, packed in self.texts)

    def anew(self) -> Packed:
        """The page with its parts made again."""
        pieces, plain = self.texts[:1], self.texts[0].plain
        for part, text in zip(self.parts.make(), self.texts[1:], strict=True):
            pieces += _piece(part, QUICK, plain), text
            plain += pieces[-2].plain + text.plain
        foot = pack("<LL", zlib.crc32(plain), len(plain) & 0xFFFFFFFF)
        return Packed(plain, b"".join((_HEAD, *(piece.gzipped for piece in pieces), _END, foot)))


def _piece(text: str, level: int, before: bytes = b"") -> Packed:
    plain = text.encode()
    packer = zlib.compressobj(level, wbits=-zlib.MAX_WBITS, zdict=before[-WINDOW:])
    return Packed(plain, packer.compress(plain) + packer.flush(zlib.Z_FULL_FLUSH))


class _ForAll(GZipMiddleware):
    max_random_bytes = 0


class Packing(GZipMiddleware):
    """Django's, but with no random bytes in what anybody may have: they hide how long a secret is, and it holds none."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        super().__init__(get_response)
        self.for_all = _ForAll(get_response)

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if response.get("Cache-Control", "").startswith("public"):
            return self.for_all.process_response(request, response)
        return super().process_response(request, response)
