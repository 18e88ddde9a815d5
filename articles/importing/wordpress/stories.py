"""An item of WordPress as a story of ours."""

from datetime import datetime
from urllib.parse import unquote

from django.utils.text import slugify
from django.utils.translation import gettext as _

from articles.importing import plain
from articles.importing.headlines import headline
from articles.importing.items import Leftover, State, Story
from articles.importing.wordpress import dates, remarks, seo, text
from articles.importing.wordpress.addresses import unique
from articles.importing.wordpress.known import COAUTHOR, SECTION, TAGS, Known
from articles.importing.wordpress.reading import Record, number

KINDS = ("post", "page")
# Polylang files a story under its language.
LANGUAGE = "language"
FILED = {SECTION, *TAGS, COAUTHOR, LANGUAGE, "post_format", "post_translations", "term_translations", "wp_theme"}
SUBTITLES = ("newspack_post_subtitle", "_subtitle", "wps_subtitle")
STATES = {
    "publish": State.LIVE,
    "future": State.SCHEDULED,
    "draft": State.DRAFT,
    "pending": State.REVIEW,
    "private": State.DRAFT,
}
# Characters that our field holds, and what is read to fill it.
LONGEST_SLUG, _LONGEST = 80, 2000


def leftover(record: Record, reason: str) -> Leftover:
    title = plain.shortened(plain.line(record["title"][:5000]), 80)
    return Leftover(record.kind, record.number, title, reason, record.line)


def reason_against(record: Record) -> str:
    """Why a post or page cannot be brought over; empty if it can."""
    status = record["wp:status"].strip()
    if record.is_too_large or plain.is_too_long(record["content:encoded"]):
        return _("It is too large to be a story.")
    if not record.number:
        return _("It has no number.")
    if status == "auto-draft":
        return _("WordPress stored it by itself; nobody wrote it.")
    if status == "trash":
        return _("It was in the trash.")
    if not plain.line(record["title"]) and not record["content:encoded"].strip():
        return _("It is empty.")
    return ""


def read(record: Record, known: Known) -> tuple[Story, list[Leftover]]:
    """The story, and what of its comments is none. Ask `reason_against` before."""
    converted = text.read(record["content:encoded"], text.Around(known, record.number, record.own("footnotes")))
    said, lost = headline(plain.line(record["title"]), converted)
    talk, left = remarks.read(record, known.zone)
    published_at = dates.read(record["wp:post_date_gmt"], record["wp:post_date"], known.zone)
    state, note = _state(record, published_at)
    story = Story(
        record.number,
        said,
        slugify(unquote(record["wp:post_name"][:_LONGEST]), allow_unicode=True)[:LONGEST_SLUG].strip("-"),
        state,
        converted.html,
        published_at=published_at if state in (State.LIVE, State.SCHEDULED) else None,
        updated_at=_updated_at(record, known, published_at),
        is_page=record.kind == "page",
        authors=_authors(record, known),
        is_pinned=record["wp:is_sticky"].strip() == "1",
        is_open=record["wp:comment_status"].strip() == "open",
        note=note,
        amendments=tuple(sorted(known.amendments.get(record.number, ()), key=lambda one: one.at)),
        remarks=tuple(talk),
        lost=tuple(lost),
    )
    _file_under(story, record, known)
    _say_about(story, record)
    _lead(story, record, known)
    if story.amendments and state is not State.LIVE:
        said = _("Corrections of a story that is not live: %(n)d.") % {"n": len(story.amendments)}
        story.lost = (*story.lost, said)
    if record["wp:status"].strip() in ("publish", "future", "private"):
        story.old = _old(record, known, story.is_page)
    return story, left


def _state(record: Record, published_at: datetime | None) -> tuple[State, str]:
    status = record["wp:status"].strip()
    if status == "private":
        return State.DRAFT, _("It was private on the old site: only editors could read it.")
    if record["wp:post_password"].strip():
        return State.DRAFT, _("It was behind a password on the old site.")
    if status not in STATES:
        return State.DRAFT, _("Its state on the old site was “%(state)s”.") % {"state": status[:40]}
    if status in ("publish", "future") and not published_at:
        return State.DRAFT, _("It was public on the old site, but has no date that can be.")
    return STATES[status], ""


def _updated_at(record: Record, known: Known, published_at: datetime | None) -> datetime | None:
    at = dates.read(record["wp:post_modified_gmt"], record["wp:post_modified"], known.zone)
    return at if at and published_at and at > published_at else None


def _authors(record: Record, known: Known) -> tuple[str, ...]:
    """Those whom Co-Authors Plus names, or the one that WordPress does."""
    named = [known.login(slug) for domain, slug, _name in record.terms if domain == COAUTHOR]
    logins = named or [record["dc:creator"].strip()]
    return tuple(dict.fromkeys(login for login in logins if login in known.people))


def _file_under(story: Story, record: Record, known: Known) -> None:
    sections = [known.term(domain, slug) for domain, slug, _name in record.terms if domain == SECTION]
    tags = [known.term(domain, slug) for domain, slug, _name in record.terms if domain in TAGS]
    primary = known.section_numbers.get(number(record.own(*seo.PRIMARY)), "")
    story.sections = tuple(
        dict.fromkeys(key for key in [primary, *sections] if key in sections and key in known.terms)
    )
    story.tags = tuple(dict.fromkeys(key for key in tags if key in known.terms))
    story.language = next((slug.strip()[:20] for domain, slug, _name in record.terms if domain == LANGUAGE), "")
    story.lost = (*story.lost, *_lost_terms(record))


def _lost_terms(record: Record) -> list[str]:
    """What else it was filed under, by plugins that we have nothing for."""
    others = [(domain, plain.line(name)) for domain, _slug, name in record.terms if domain and domain not in FILED]
    sentence = _("It was filed under “%(name)s” (%(kind)s), too.")
    return [sentence % {"name": name[:80], "kind": domain[:40]} for domain, name in dict.fromkeys(others) if name]


def _say_about(story: Story, record: Record) -> None:
    """Standfirst and what search shows. Where there are both, the subtitle stands and the excerpt is for search."""
    subtitle, excerpt = plain.line(record.own(*SUBTITLES)), plain.line(record["excerpt:encoded"])
    story.standfirst = subtitle or excerpt
    story.search_title = seo.title(record, story.headline)
    story.search_description = seo.description(record, story.headline, story.standfirst)
    if subtitle and excerpt not in ("", subtitle) and not story.search_description:
        story.search_description = plain.shortened(excerpt, seo.LONGEST_DESCRIPTION)


def _lead(story: Story, record: Record, known: Known) -> None:
    lead = number(record.own("_thumbnail_id"))
    if known.is_picture(lead):
        story.lead = lead
    elif lead not in ("", "0"):
        story.lost = (*story.lost, _("Its lead picture is not in the file."))


def _old(record: Record, known: Known, is_page: bool) -> tuple[str, ...]:
    where = known.addresses
    slugs = ("page_id" if is_page else "p", unquote(record["wp:post_name"]), record.meta.get("_wp_old_slug", []))
    paths = where.of_story(record["link"], record.number, record["guid"], slugs)
    custom = record.own("custom_permalink").lstrip("/")
    given = [] if is_page else _by_pattern(record, known)
    return unique(
        [*paths, *given, where.own(f"{where.folder}/{custom}") if custom else "", where.number("p", record.number)]
    )


def _by_pattern(record: Record, known: Known) -> list[str]:
    """By the site's clock: what WordPress calls local stands in addresses."""
    at = dates.read(record["wp:post_date"], record["wp:post_date_gmt"], known.zone)
    filed = [known.slugs(known.term(domain, slug)) for domain, slug, _name in record.terms if domain == SECTION]
    person, slug = known.people.get(record["dc:creator"].strip()), unquote(record["wp:post_name"])
    author = person.slug if person else ""
    return known.addresses.by_pattern(slug, record.number, author, at, filed) if at and slug else []
