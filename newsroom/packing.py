"""A page as plain bytes and packed by gzip; of one in parts, what stays is packed once.

Deflate may be flushed between any two bytes (RFC 1951), and what follows then looks back at nothing before: so packed
pieces, put one after the other, are the packed whole.
"""

import gzip
import zlib
from struct import pack
from typing import NamedTuple

from articles.models.parts import Parts

LEVEL = 6
# A part that is made with every comment is packed faster, and some percent larger.
QUICK = 3
_HEAD = b"\x1f\x8b\x08" + bytes(6) + b"\xff"
_END = b"\x03\x00"


class Packed(NamedTuple):
    plain: bytes
    gzipped: bytes


def whole(body: bytes, is_gzipped: bool) -> Packed:
    return Packed(gzip.decompress(body), body) if is_gzipped else Packed(body, gzip.compress(body, LEVEL, mtime=0))


class Frame:
    """What stands around the late parts of a page."""

    def __init__(self, parts: Parts) -> None:
        self.parts = parts
        self.texts = [_piece(text, LEVEL) for text in parts.texts]
        self.size = sum(len(plain) + len(packed) for plain, packed in self.texts)

    def anew(self) -> Packed:
        """The page with its parts made again."""
        pieces = self.texts[:1]
        for part, text in zip(self.parts.make(), self.texts[1:], strict=True):
            pieces += _piece(part, QUICK), text
        plain = b"".join(piece.plain for piece in pieces)
        foot = pack("<LL", zlib.crc32(plain), len(plain) & 0xFFFFFFFF)
        return Packed(plain, b"".join((_HEAD, *(piece.gzipped for piece in pieces), _END, foot)))


def _piece(text: str, level: int) -> Packed:
    plain = text.encode()
    packer = zlib.compressobj(level, wbits=-zlib.MAX_WBITS)
    return Packed(plain, packer.compress(plain) + packer.flush(zlib.Z_FULL_FLUSH))
