"""The three formats: where each stands below the page of its list, and what it is called."""

from collections.abc import Callable
from dataclasses import dataclass

from articles.public.feeds import atom, json_feed, rss
from articles.public.feeds.entry import Feed


@dataclass(frozen=True)
class Format:
    """`tells_withdrawals`: it has a way to say that an entry was taken back."""

    name: str
    suffix: str
    media_type: str
    write: Callable[[Feed], bytes]
    tells_withdrawals: bool = True

    @property
    def content_type(self) -> str:
        """JSON is always UTF-8 and names no character set."""
        return self.media_type + ("; charset=utf-8" if self.media_type.endswith("xml") else "")


FORMATS = {
    "rss": Format("RSS", "feed/", "application/rss+xml", rss.write, tells_withdrawals=False),
    "atom": Format("Atom", "feed/atom/", "application/atom+xml", atom.write),
    "json": Format("JSON Feed", "feed.json", "application/feed+json", json_feed.write),
}
