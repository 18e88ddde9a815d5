"""The folder: files that are written whole or not at all, and only if they say something new."""

import os
from collections.abc import Iterable
from hashlib import blake2b
from pathlib import Path

_PART = ".part"


class Folder:
    def __init__(self, root: Path) -> None:
        self.root = root
        root.mkdir(parents=True, exist_ok=True)

    def has(self, name: str) -> bool:
        return (self.root / name).is_file()

    def text(self, name: str) -> str:
        return (self.root / name).read_text(encoding="utf-8", errors="replace")

    def write(self, name: str, chunks: Iterable[bytes], known: bytes | None = None) -> tuple[bytes, bool]:
        """Write a file, unless it is there with this digest. Returns the digest, and whether it was written."""
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        digest, part = blake2b(digest_size=16), path.with_name(path.name + _PART)
        try:
            with open(part, "wb") as file:
                for chunk in chunks:
                    digest.update(chunk)
                    file.write(chunk)
            if digest.digest() == known and path.is_file():
                return digest.digest(), False
            os.replace(part, path)
        finally:
            part.unlink(missing_ok=True)
        return digest.digest(), True

    def remove(self, name: str) -> bool:
        """Take a file away, and the folders that are empty without it. Returns whether it was there."""
        path = self.root / name
        try:
            path.unlink()
        except (FileNotFoundError, NotADirectoryError):
            return False
        for above in path.parents:
            if above == self.root or any(above.iterdir()):
                break
            above.rmdir()
        return True
