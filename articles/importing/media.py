"""Where the files of an old site's pictures are: in a folder, or still on that site. Nothing else is ever read."""

from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.utils.translation import gettext as _

from articles.desk.link_fetch import Bounds, Refused, download
from articles.importing.items import Site
from articles.importing.plan import NotThere
from articles.pictures.guard import MAX_BYTES

# What stands before a file's own path in its address; a folder may begin at the root of the site or behind one of these.
ROOTS = ("/wp-content/uploads/", "/content/images/", "/files/")
MOST_FETCHED = 20_000


class Folder:
    """A copy of the old site's uploads."""

    is_far = False

    def __init__(self, root: Path) -> None:
        self.root = root.resolve(strict=True)

    def meet(self, site: Site) -> None:
        """A folder is the same for all."""

    def read(self, address: str) -> bytes:
        path = unquote(urlsplit(address).path)
        for relative in _relative(path):
            if (found := self._inside(relative)) is not None:
                if found.stat().st_size > MAX_BYTES:
                    raise NotThere(_("It is larger than %(n)d MB.") % {"n": MAX_BYTES // 1024**2})
                return found.read_bytes()
        raise NotThere(_("It is not in the folder."))

    def _inside(self, relative: str) -> Path | None:
        """The file, if it is one and lies in the folder, wherever links lead."""
        try:
            found = (self.root / relative).resolve(strict=True)
        except (OSError, ValueError, RuntimeError):
            return None
        return found if found.is_relative_to(self.root) and found.is_file() else None


def _relative(path: str) -> list[str]:
    behind = [path.partition(root)[2] for root in ROOTS if root in path]
    return [relative for one in (*behind, path) if (relative := one.lstrip("/"))]


class Web:
    """The old site as long as it stands, and those hosts that an operator named. No private network is ever asked."""

    is_far = True

    def __init__(
        self, hosts: frozenset[str] = frozenset(), bounds: Bounds | None = None, most: int = MOST_FETCHED
    ) -> None:
        self.hosts, self.left = hosts, most
        self.bounds = bounds or Bounds(timeout=10, total=60)

    def meet(self, site: Site) -> None:
        bare = (urlsplit(site.address).hostname or "").removeprefix("www.")
        self.hosts |= {bare, f"www.{bare}"} if bare else frozenset()

    def read(self, address: str) -> bytes:
        if self.left <= 0:
            raise NotThere(_("Enough was fetched in this run; the next one goes on."))
        self.left -= 1
        try:
            return download(address, self.bounds, most=MAX_BYTES, hosts=self.hosts)
        except Refused as reason:
            raise NotThere(str(reason)) from reason
