"""A disk of which the power can be cut: an image file, mounted, of which a copy holds only what was written through.

The file system's own cache is what a power cut loses. An image knows nothing of it: whatever was not synced, or written
back by chance, is not in the file. So the file, copied at some moment and mounted again, is the disk of a machine that
lost its power at that moment and whose drive keeps what it was made to keep.
"""

import os
import shutil
import sqlite3
import subprocess
import tempfile
from contextlib import closing
from pathlib import Path

MEGABYTES = 96
# Without being asked to, the file system writes its journal this seldom, in seconds: later than any round takes.
COMMIT = 300


class Disk:
    def __init__(self, folder: Path, name: str = "disk") -> None:
        self.image, self.path = folder / f"{name}.img", folder / name

    @staticmethod
    def why_not() -> str:
        """Why there can be none here; empty if there can."""
        if os.geteuid() != 0:
            return "only root may mount one"
        if not shutil.which("mkfs.ext4", path=os.environ["PATH"] + ":/usr/sbin"):
            return "mkfs.ext4 is not installed"
        with tempfile.TemporaryDirectory() as folder:
            trial = Disk(Path(folder))
            try:
                trial.make()
            except subprocess.CalledProcessError:
                return "this machine lets not even root mount an image"
            trial.unmount()
        return ""

    def make(self) -> None:
        self.path.mkdir()
        with self.image.open("wb") as image:
            image.truncate(MEGABYTES * 1024**2)
        _run("mkfs.ext4", "-q", str(self.image))
        self.mount()

    def mount(self) -> None:
        _run("mount", "-o", f"loop,commit={COMMIT}", str(self.image), str(self.path))

    def unmount(self) -> None:
        if self.path.is_mount():
            _run("umount", str(self.path))

    def as_written(self) -> Path:
        """A copy of the image as it is now. Whoever writes on the disk has to stand still meanwhile."""
        copy = self.image.with_suffix(".cut")
        _run("cp", "--sparse=always", str(self.image), str(copy))
        return copy

    def become(self, copy: Path) -> None:
        """Put the copy in its place, as a machine finds its disk when the power is back. Nobody may have a file open."""
        self.unmount()
        copy.replace(self.image)
        self.mount()


def why_no_memory() -> str:
    """Why no disk can be had in memory; empty if one can."""
    if os.geteuid() != 0:
        return "only root may mount one"
    with tempfile.TemporaryDirectory() as folder:
        try:
            _run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", folder)
        except subprocess.CalledProcessError:
            return "this machine lets not even root mount one"
        _run("umount", folder)
    return ""


def control(disk: Disk) -> tuple[int, int]:
    """How many of so many writes a database that does not sync loses with the power: if none, the cut proves nothing."""
    path, writes = disk.path / "control.sqlite3", 200
    with closing(sqlite3.connect(path, isolation_level=None)) as careless:
        careless.execute("PRAGMA journal_mode=WAL")
        careless.execute("PRAGMA synchronous=FULL")
        careless.execute("CREATE TABLE written (number)")
        careless.execute("PRAGMA synchronous=OFF")
        for number in range(writes):
            careless.execute("INSERT INTO written VALUES (?)", [number])
        copy = disk.as_written()
    disk.become(copy)
    with closing(sqlite3.connect(path)) as found:
        kept = found.execute("SELECT count(*) FROM written").fetchone()[0]
    path.unlink()
    return writes, writes - kept


def _run(program: str, *arguments: str) -> None:
    found = shutil.which(program, path=os.environ["PATH"] + ":/usr/sbin:/sbin")
    assert found, f"{program} is not installed"
    subprocess.run([found, *arguments], check=True, stdout=subprocess.DEVNULL)
