"""JSON Feed 1.1 (jsonfeed.org). Its extensions, `_newsroom`, are described in docs/feeds.md."""

import json
from typing import Any

from django.conf import settings

from articles.models import identity
from articles.public.feeds.entry import Entry, Feed, Gone, Person, whole

VERSION = "https://jsonfeed.org/version/1.1"
# Where people read what our extensions mean.
ABOUT = "/feeds/"


def write(feed: Feed) -> bytes:
    values = {
        "version": VERSION,
        "title": feed.title,
        "home_page_url": feed.home,
        "feed_url": feed.url,
        "description": feed.about,
        "language": settings.LANGUAGE_CODE,
        "authors": [_person(Person(identity.current().site_name, whole("/")))],
        **({"_newsroom": _more({"withdrawn": [_gone(one) for one in feed.gone]})} if feed.gone else {}),
        "items": [_item(entry) for entry in feed.entries],
    }
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "ignore")


def _item(entry: Entry) -> dict[str, Any]:
    values = {
        "id": entry.id,
        "url": entry.url,
        "title": entry.title,
        "content_html": entry.html,
        "summary": entry.summary,
        "language": entry.language,
        "image": entry.picture.url if entry.picture else "",
        "date_published": entry.published.isoformat(),
        "date_modified": entry.updated.isoformat(),
        "authors": [_person(author) for author in entry.authors],
        "tags": [category.name for category in entry.categories],
        "_newsroom": _more(entry.more) if entry.more else None,
    }
    return {name: value for name, value in values.items() if value}


def _person(person: Person) -> dict[str, str]:
    return {"name": person.name, "url": person.url} if person.url else {"name": person.name}


def _gone(gone: Gone) -> dict[str, str]:
    return {"id": gone.id, "url": gone.url, "date": gone.at.isoformat(), "notice": gone.notice}


def _more(values: dict[str, Any]) -> dict[str, Any]:
    return {"about": whole(ABOUT), **values}
