"""A site that moves in from Ghost, as the items of `articles.importing.items`."""

from collections.abc import Iterator
from dataclasses import replace
from html import escape
from pathlib import Path
from urllib.parse import quote, urljoin, urlsplit

from django.utils.translation import gettext as _

from articles.importing import markup, pictures, plain
from articles.importing.ghost.reading import Row, Tables
from articles.importing.headlines import headline
from articles.importing.items import Item, Leftover, Person, Picture, Read, Site, State, Story, Term

PLACEHOLDER = "__GHOST_URL__"
STATES = {"published": State.LIVE, "scheduled": State.SCHEDULED, "draft": State.DRAFT}
# Characters that our fields hold.
LONGEST_SLUG, LONGEST_TITLE, LONGEST_DESCRIPTION = 80, 120, 300


class Ghost:
    """One export file. `address` is where the site stands, which the file does not say."""

    def __init__(self, path: Path, address: str) -> None:
        self.path = path
        self.address = address.rstrip("/")
        self.size = path.stat().st_size

    def __iter__(self) -> Iterator[Read]:
        tables = Tables(self.path)
        site = _Moving(tables, self.address)
        language = tables.setting("lang") or tables.setting("locale")
        fronts = (f"{site.folder}/",) if site.folder else ()
        yield Read(Site(tables.setting("title"), self.address, language, fronts), 0)
        for item in site.beforehand():
            yield Read(item, 0)
        rows = list(tables.rows("posts"))
        for number, row in enumerate(rows, 1):
            for item in site.items(row):
                yield Read(item, self.size * number // len(rows))


class _Moving:
    """What the stories of a file refer to."""

    def __init__(self, tables: Tables, address: str) -> None:
        self.address = address
        self.folder = urlsplit(address).path
        self.users = tables.by_id("users")
        self.tags = {key: row for key, row in tables.by_id("tags").items() if _is_public(row)}
        self.tagged = tables.linked("posts_tags", "tag_id")
        self.written = tables.linked("posts_authors", "author_id")
        self.about = {row.text("post_id"): row for row in tables.rows("posts_meta")}
        self.sections = {keys[0] for key in self.tagged if (keys := self._public_tags(key))}
        self.shown: set[str] = set()
        self.seen: set[str] = set()

    def beforehand(self) -> Iterator[Item]:
        for key, row in self.users.items():
            slug = row.text("slug")
            bio, email = plain.paragraphs(row.text("bio")), row.text("email")
            name = plain.line(row.text("name")) or slug.partition("@")[0]
            yield Person(key, name, slug, bio, email, old=self._list("author", slug))
        for key, row in self.tags.items():
            slug, old = row.text("slug"), self._list("tag", row.text("slug"))
            name, description = plain.line(row.text("name")) or slug, plain.line(row.text("description"))
            if key in self.sections:
                yield Term(f"section:{key}", name, slug, description, old=old)
            yield Term(f"tag:{key}", name, slug, description, is_tag=True, old=() if key in self.sections else old)

    def items(self, row: Row) -> Iterator[Item]:
        """A story after its pictures, or a word on why none."""
        key = row.text("id")
        if reason := self._reason_against(row, key):
            yield Leftover(_kind(row), key, plain.shortened(plain.line(row.text("title")), 80), reason)
            return
        self.seen.add(key)
        about = self.about.get(key, Row({}))
        lead = self._lead(row, about)
        story = self._story(row, about)
        for picture in (lead, *map(pictures.unlisted, pictures.addresses(story.body))):
            if picture and picture.key not in self.shown:
                self.shown.add(picture.key)
                yield picture
        story.lead = lead.key if lead else ""
        yield story

    def _reason_against(self, row: Row, key: str) -> str:
        if not key:
            return _("It has no number.")
        if key in self.seen:
            return _("Its number is used twice.")
        if plain.is_too_long(row.text("html") or row.text("plaintext")):
            return _("It is too large to be a story.")
        if row.text("html").strip() or row.text("plaintext").strip():
            return ""
        if row.text("mobiledoc") or row.text("lexical"):
            return _("Its text is there only in the editor's own form, not as HTML.")
        return "" if plain.line(row.text("title")) else _("It is empty.")

    def _story(self, row: Row, about: Row) -> Story:
        key, text = row.text("id"), self._text(row)
        said, lost = headline(plain.line(row.text("title")), text)
        published_at, updated_at = row.date("published_at"), row.date("updated_at")
        state, note = _state(row, bool(published_at))
        tags = self._public_tags(key)
        return Story(
            key,
            said,
            row.text("slug")[:LONGEST_SLUG].strip("-"),
            state,
            text.html,
            published_at=published_at if state in (State.LIVE, State.SCHEDULED) else None,
            updated_at=updated_at if updated_at and published_at and updated_at > published_at else None,
            is_page=_kind(row) == "page",
            standfirst=plain.line(row.text("custom_excerpt")),
            authors=self._authors(row, key),
            sections=tuple(f"section:{tag}" for tag in tags[:1]),
            tags=tuple(f"tag:{tag}" for tag in tags[1:]),
            search_title=plain.shortened(plain.line(_either(about, row, "meta_title")), LONGEST_TITLE),
            search_description=plain.shortened(
                plain.line(_either(about, row, "meta_description")), LONGEST_DESCRIPTION
            ),
            note=note,
            old=self._old(row) if row.text("status") in ("published", "scheduled") else (),
            lost=tuple(lost),
        )

    def _text(self, row: Row) -> markup.Text:
        if html := row.text("html").strip():
            return markup.convert(markup.flat(html.replace(PLACEHOLDER, self.address)), self.address)
        text = markup.convert(escape(row.text("plaintext"), quote=False), self.address)
        return markup.Text(text.html, [_("Only its words are in the file."), *text.lost] if text.html else text.lost)

    def _lead(self, row: Row, about: Row) -> Picture | None:
        address = row.text("feature_image").strip().replace(PLACEHOLDER, self.address)
        try:
            address = urljoin(f"{self.address}/", address) if address else ""
        except ValueError:
            return None
        if not address.startswith(("http://", "https://")):
            return None
        alt, caption = plain.line(about.text("feature_image_alt")), plain.line(about.text("feature_image_caption"))
        return replace(pictures.unlisted(address), alt=alt, caption=caption)

    def _authors(self, row: Row, key: str) -> tuple[str, ...]:
        """Those of the byline; old versions knew one."""
        named = self.written.get(key) or [row.text("author_id") or row.text("author")]
        return tuple(dict.fromkeys(author for author in named if author in self.users))

    def _public_tags(self, key: str) -> list[str]:
        return list(dict.fromkeys(tag for tag in self.tagged.get(key, ()) if tag in self.tags))

    def _list(self, kind: str, slug: str) -> tuple[str, ...]:
        return (f"{self.folder}/{kind}/{quote(slug, safe='')}/",) if slug else ()

    def _old(self, row: Row) -> tuple[str, ...]:
        slug = row.text("slug")
        return (f"{self.folder}/{quote(slug, safe='')}/",) if slug else ()


def _kind(row: Row) -> str:
    return "page" if row.text("type") == "page" or row.is_set("page") else "post"


def _is_public(tag: Row) -> bool:
    return tag.text("visibility") != "internal" and not tag.text("name").startswith("#")


def _state(row: Row, has_date: bool) -> tuple[State, str]:
    status, visibility = row.text("status"), row.text("visibility")
    if status == "sent":
        return State.DRAFT, _("It was sent by mail only and stood on no page.")
    if visibility not in ("", "public"):
        return State.DRAFT, _("On the old site it was for some readers only (%(who)s).") % {"who": visibility[:40]}
    if status not in STATES:
        return State.DRAFT, _("Its state on the old site was “%(state)s”.") % {"state": status[:40]}
    if status != "draft" and not has_date:
        return State.DRAFT, _("It was public on the old site, but has no date that can be.")
    return STATES[status], ""


def _either(about: Row, row: Row, name: str) -> str:
    """A field that old versions kept in the post itself."""
    return about.text(name) or row.text(name)
