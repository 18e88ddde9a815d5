"""What must be known of a site before its stories are read, gathered in a first pass: a few short fields of each thing."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import tzinfo
from urllib.parse import unquote

from django.utils.text import slugify
from django.utils.translation import gettext as _

from articles import documents
from articles.importing import pictures, plain
from articles.importing.items import Amendment, Document, Leftover, Person, Picture, Site, Term
from articles.importing.shelf import Shelf
from articles.importing.wordpress import dates
from articles.importing.wordpress.addresses import Addresses, Permalinks, pattern, unique
from articles.importing.wordpress.reading import Record, number

# Domains of what an item is filed under; WXR 1.0 says `tag`.
SECTION, TAGS, COAUTHOR = "category", ("post_tag", "tag"), "author"
CREDITS = (
    "_media_credit",
    "media_credit",
    "_wp_attachment_source_name",
    "photo_credit",
    "_photo_credit",
    "credit",
    "_credit",
    "photographer",
)
CREDIT_HOUSES = ("_navis_media_credit_org",)

_CAMERA_CREDIT = re.compile(r'"credit";s:\d{1,4}:"([^"]{1,200})"')
# Captions and blocks that are longer are no captions; many of them would fill the memory.
_LONGEST = 2000
_LONGEST_NAME = 200
_BLOCKS = 8_000_000
_SAMPLES = 500
# Sections below each other; beyond, no address was made of them.
_DEEPEST = 50


@dataclass(slots=True)
class Shown:
    """An attachment as texts show it."""

    address: str
    alt: str
    caption: str


@dataclass
class Known:
    zone: tzinfo
    permalinks: Permalinks = field(default_factory=Permalinks)
    site: Site | None = None
    people: dict[str, Person] = field(default_factory=dict)
    """By login."""
    accounts: dict[str, str] = field(default_factory=dict)
    """Login by what stands in the addresses of their pages."""
    terms: dict[str, Term] = field(default_factory=dict)
    merged: dict[str, str] = field(default_factory=dict)
    """Key of the tag that is kept, by the key of one that is the same word."""
    section_numbers: dict[str, str] = field(default_factory=dict)
    """Key of a section by its number."""
    blocks: dict[str, str] = field(default_factory=dict)
    """Text of reusable blocks, by number."""
    amendments: dict[str, list[Amendment]] = field(default_factory=dict)
    leftovers: list[Leftover] = field(default_factory=list)
    addresses: Addresses = field(default_factory=lambda: Addresses(""))
    documents: dict[str, Document] = field(default_factory=dict)
    """Files that are no pictures, by number."""
    _attached: Shelf[bytes] = field(default_factory=Shelf[bytes])
    _children: Shelf[str] = field(default_factory=Shelf[str])
    """Numbers of attachments, by the number of their story and their own."""
    _files: Shelf[int] = field(default_factory=Shelf[int])
    _originals: Shelf[int] = field(default_factory=Shelf[int])
    _patterns: Counter[str] = field(default_factory=Counter)
    _logins: dict[str, str] = field(default_factory=dict)
    _accounted: set[str] = field(default_factory=set)
    _parents: dict[str, str] = field(default_factory=dict)
    _kept_blocks: int = 0

    def take(self, record: Record) -> None:
        if taker := _TAKERS.get(record.name):
            taker(self, record)

    def finish(self) -> None:
        """Settle what depends on all files."""
        self._settle_parents()
        self._merge_tags()
        if self.site:
            self.site = replace(self.site, fronts=self.addresses.fronts(self.pattern))

    @property
    def pattern(self) -> str:
        """How the addresses of stories are made: as was said, or as most of them are; empty if they are of many kinds."""
        usual, times = self._patterns.most_common(1)[0] if self._patterns else ("", 0)
        return self.permalinks.pattern or (usual if times * 2 > self._patterns.total() else "")

    def sections(self) -> Iterator[Term]:
        """Each after the one above it."""
        told: set[str] = set()
        for key in [key for key, term in self.terms.items() if not term.is_tag]:
            line = [key]
            while (above := self.terms[line[-1]].parent) and above not in told:
                line.append(above)
            for one in reversed(line):
                if one not in told:
                    told.add(one)
                    yield self.terms[one]

    def tags(self) -> Iterator[Term]:
        return (term for term in self.terms.values() if term.is_tag)

    def term(self, domain: str, slug: str) -> str:
        """Key of a term, or nothing if it is of another kind."""
        key = _key(domain, slug)
        return self.merged.get(key, key) if key else ""

    def is_picture(self, key: str) -> bool:
        return bool(key) and number(key) in self._attached

    def shown(self, key: str) -> Shown | None:
        if not self.is_picture(key):
            return None
        address, _title, alt, caption, _rest = self._attached[number(key)].decode().split("\0", 4)
        return Shown(address, alt, caption)

    def pictures(self) -> Iterator[Picture]:
        return (self._picture(key, packed.decode().split("\0")) for key, packed in self._attached.items())

    def children(self, key: str) -> list[str]:
        """Numbers of the attachments of a story."""
        return [self._children[one] for one in self._children.starting(f"{key}/")]

    def has_picture(self, address: str) -> bool:
        """Whether the picture at this address is an attachment, in any size, or was asked for before."""
        exact = pictures.exact(address)
        is_there = exact in self._files or pictures.canonical(address) in self._originals
        self._files[exact] = 1
        return is_there

    def login(self, slug: str) -> str:
        """The person whom a byline names, who may have no account."""
        name = unquote(slug).removeprefix("cap-")
        return self._logins.get(name) or self.accounts.get(name) or name

    def _picture(self, key: str, packed: list[str]) -> Picture:
        address, title, alt, caption, credit, created, link = packed
        where = self.addresses
        return Picture(
            key,
            address,
            title=title,
            alt=alt,
            caption=caption,
            credit=credit,
            created_at=dates.read(created, "", self.zone),
            old=unique([where.own(link), where.number("attachment_id", key)]),
        )

    # What each kind of record adds.

    def _channel(self, record: Record) -> None:
        said = (record[name].strip().rstrip("/") for name in ("wp:base_blog_url", "link", "wp:base_site_url"))
        address = next((one for one in said if Addresses(one).host), "")
        if self.site is None:
            self.site = Site(plain.line(record["title"]), address, record["language"].strip()[:_LONGEST_NAME])
            self.addresses = Addresses(address, self.permalinks)

    def _author(self, record: Record) -> None:
        login = record["wp:author_login"].strip()[:_LONGEST_NAME]
        if login:
            names = f"{record['wp:author_first_name']} {record['wp:author_last_name']}"
            name = plain.line(record["wp:author_display_name"]) or plain.line(names)
            self._add_person(login, name, record["wp:author_email"].strip(), number(record["wp:author_id"]))

    def _category(self, record: Record) -> None:
        slug = record["wp:category_nicename"]
        self.section_numbers.setdefault(number(record["wp:term_id"]), _key(SECTION, slug))
        self._add_term(SECTION, slug, record["wp:cat_name"], record)
        self._parents.setdefault(_key(SECTION, slug), _key(SECTION, record["wp:category_parent"]))

    def _tag(self, record: Record) -> None:
        self._add_term(TAGS[0], record["wp:tag_slug"], record["wp:tag_name"], record)

    def _item(self, record: Record) -> None:
        if taker := _ITEM_TAKERS.get(record.kind):
            taker(self, record)

    def _story(self, record: Record) -> None:
        for domain, slug, name in record.terms:
            if domain == COAUTHOR:
                self._add_person(self.login(slug), plain.line(name))
            else:
                self._add_term(domain, slug, name)
        if login := record["dc:creator"].strip()[:_LONGEST_NAME]:
            self._add_person(login)
        if record["wp:status"] == "publish" and self._patterns.total() < _SAMPLES:
            self._add_sample(record)

    def _attachment(self, record: Record) -> None:
        address = record["wp:attachment_url"].strip() or record["guid"].strip()
        if not record.number or record.number in self._attached:
            return
        if documents.kind_of(address) and len(address) <= _LONGEST:
            pages = [self.addresses.own(record["link"]), self.addresses.number("attachment_id", record.number)]
            self.documents.setdefault(record.number, Document(address, unique(pages)))
            return
        if record.is_too_large or not pictures.is_picture(address) or len(address) > _LONGEST:
            return
        parts = (
            address,
            plain.line(record["title"]),
            plain.line(record.own("_wp_attachment_image_alt")),
            plain.line(record["excerpt:encoded"]),
            _credit(record),
            record["wp:post_date_gmt"],
            record["link"].strip(),
        )
        self._attached[record.number] = "\0".join(part.replace("\0", "")[:_LONGEST] for part in parts).encode()
        exact = pictures.exact(address)
        self._files[exact] = self._originals[exact] = self._originals[pictures.canonical(address)] = 1
        parent = number(record["wp:post_parent"])
        if parent not in ("", "0"):
            self._children[f"{parent}/{record.number}"] = record.number

    def _guest(self, record: Record) -> None:
        """A guest author of Co-Authors Plus; one that is linked to an account is the person who has it."""
        name = unquote(record["wp:post_name"]).removeprefix("cap-")
        linked = record.own("cap-linked_account")
        login = linked or record.own("cap-user_login") or name
        self._logins[name] = login
        shown = plain.line(record.own("cap-display_name") or record["title"])
        if not linked:
            self._add_person(login, shown, record.own("cap-user_email"))
        if login in self.people:
            person = self.people[login]
            biography = person.biography or plain.paragraphs(record.own("cap-description"))
            self.people[login] = replace(person, name=shown or person.name, biography=biography)

    def _block(self, record: Record) -> None:
        text = record["content:encoded"]
        self._kept_blocks += len(text)
        if self._kept_blocks <= _BLOCKS:
            self.blocks.setdefault(record.number, text)

    def _correction(self, record: Record) -> None:
        story, text = number(record.own("newspack_correction-post-id")), plain.paragraphs(record["content:encoded"])
        at = dates.read(record["wp:post_date_gmt"], record["wp:post_date"], self.zone)
        if record["wp:status"] == "publish" and story and text and at:
            is_clarification = record.own("newspack_corrections_type") == "clarification"
            self.amendments.setdefault(story, []).append(Amendment(text, at, is_clarification))
            return
        reason = _("A correction that is not published, or of no story.")
        title = plain.shortened(plain.line(record["title"][:5000]), 80)
        self.leftovers.append(Leftover(record.kind, record.number, title, reason, record.line))

    # How things are added.

    def _add_person(self, login: str, name: str = "", email: str = "", account: str = "") -> None:
        """A person is what the account says, or else the first that names them."""
        there, shown = self.people.get(login), name[:_LONGEST_NAME]
        if there and not (account and login not in self._accounted):
            if shown and there.name == _unnamed(login):
                self.people[login] = replace(there, name=shown)
            return
        if account:
            self._accounted.add(login)
        slug = slugify(login.partition("@")[0], allow_unicode=True) or slugify(name, allow_unicode=True)
        self.accounts.setdefault(slug, login)
        shown, biography = shown or (there.name if there else _unnamed(login)), there.biography if there else ""
        self.people[login] = Person(login, shown, slug, biography, email, self._pages_of(slug, account))

    def _pages_of(self, slug: str, account: str) -> tuple[str, ...]:
        where = self.addresses
        return unique(
            [where.listed("author", slug) if slug else "", where.number("author", account) if account else ""]
        )

    def _add_term(self, domain: str, slug: str, name: str, record: Record | None = None) -> None:
        key, shown = _key(domain, slug), plain.line(name)[:_LONGEST_NAME]
        if not key or not shown or (key in self.terms and record is None):
            return
        plain_slug, is_tag = key.partition(":")[2], domain != SECTION
        description = plain.line(record["wp:tag_description"] or record["wp:category_description"]) if record else ""
        term = number(record["wp:term_id"]) if record else ""
        self.terms[key] = Term(
            key,
            shown,
            slugify(plain_slug, allow_unicode=True),
            description[:_LONGEST],
            is_tag=is_tag,
            old=self._lists_of(is_tag, plain_slug, term),
        )

    def _lists_of(self, is_tag: bool, slug: str, term: str) -> tuple[str, ...]:
        where = self.addresses
        if is_tag:
            return unique([where.of_tag(slug), where.number("tag", slug)])
        return unique([where.of_section(slug), where.number("cat", term) if term else ""])

    def _add_sample(self, record: Record) -> None:
        at = dates.read(record["wp:post_date"], record["wp:post_date_gmt"], self.zone)
        if not at or record.kind != "post":
            return
        keys = [_key(domain, slug) for domain, slug, _name in record.terms if domain == SECTION]
        terms = tuple(unquote(key.partition(":")[2]) for one in keys for key in self._line(one))
        path = self.addresses.own(record["link"]).removeprefix(self.addresses.folder)
        author = slugify(record["dc:creator"].strip().partition("@")[0], allow_unicode=True)
        if found := pattern(path, unquote(record["wp:post_name"]), record.number, at, terms, author):
            self._patterns[found] += 1

    def _line(self, key: str) -> list[str]:
        """A section and those above it, as far as they are told by now."""
        line: list[str] = []
        while key and key not in line and len(line) < _DEEPEST:
            line.append(key)
            key = self._parents.get(key, "")
        return line

    # What is settled when all is known.

    def _settle_parents(self) -> None:
        """Give each section the one above it, but where that leads back to it; its address names all above it."""
        for key, term in list(self.terms.items()):
            above = self._parents.get(key, "")
            if above in self.terms and not term.is_tag and not self._is_below(above, key):
                path = self.addresses.of_section(*self.slugs(above), term.slug)
                self.terms[key] = replace(term, parent=above, old=unique([path, *term.old]))

    def _is_below(self, key: str, other: str) -> bool:
        seen: set[str] = set()
        while key and key not in seen and key != other and len(seen) < _DEEPEST:
            seen.add(key)
            key = self._parents.get(key, "")
        return bool(key)

    def slugs(self, key: str) -> list[str]:
        """Of a section and those above it, the uppermost first."""
        slugs: list[str] = []
        while key in self.terms:
            slugs.append(self.terms[key].slug)
            key = self._parents.get(key, "")
        return slugs[::-1]

    def _merge_tags(self) -> None:
        """One tag for one word, however it is spelt; the others' addresses lead to it."""
        kept: dict[str, str] = {}
        for term in list(self.tags()):
            word = unicodedata.normalize("NFC", term.name).casefold()
            first = kept.setdefault(word, term.key)
            if first != term.key:
                self.merged[term.key] = first
                self.terms[first] = replace(self.terms[first], old=unique([*self.terms[first].old, *term.old]))
                del self.terms[term.key]


_TAKERS = {
    "channel": Known._channel,
    "wp:author": Known._author,
    "wp:category": Known._category,
    "wp:tag": Known._tag,
    "item": Known._item,
}
_ITEM_TAKERS = {
    "post": Known._story,
    "page": Known._story,
    "attachment": Known._attachment,
    "guest-author": Known._guest,
    "wp_block": Known._block,
    "newspack_correction": Known._correction,
}


def _key(domain: str, slug: str) -> str:
    plain_slug = unquote(slug.strip())[:_LONGEST_NAME]
    kind = "tag" if domain in TAGS else domain
    return f"{kind}:{plain_slug}" if plain_slug and (domain == SECTION or domain in TAGS) else ""


def _credit(record: Record) -> str:
    camera = _CAMERA_CREDIT.search(record.own("_wp_attachment_metadata"))
    name, house = (
        plain.line(record.own(*CREDITS) or (camera[1] if camera else "")),
        plain.line(record.own(*CREDIT_HOUSES)),
    )
    return " / ".join(part for part in (name, house) if part)


def _unnamed(login: str) -> str:
    """What readers call somebody of whom only a login is known: never a mail address."""
    return login.partition("@")[0] or login.strip("@")
