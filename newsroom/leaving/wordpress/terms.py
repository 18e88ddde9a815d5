"""Who writes, sections and tags, as the head of the file names them."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Exists, OuterRef
from taggit.models import Tag

from articles.models.edition import EditionAuthor, EditionTag
from articles.models.taxonomy import Author, Section
from newsroom.leaving.wordpress import numbers
from newsroom.leaving.wordpress.xml import element, words

# Characters that WordPress takes for a login.
LONGEST_LOGIN = 60


def login(author: Author) -> str:
    """Under which WordPress knows an author; it is also the word in the address of the author's page."""
    return author.slug if len(author.slug) <= LONGEST_LOGIN else f"{author.slug[:45]}-{author.pk}"


def authors(at: datetime, *, all_of_them: bool) -> list[Author]:
    """Those with a byline that readers have seen, or all."""
    seen = EditionAuthor.objects.ever_live().filter(author=OuterRef("pk"), live_from__lte=at)
    found = Author.objects.order_by("pk")
    return list(found if all_of_them else found.filter(Exists(seen)))


def lines(people: list[Author], at: datetime, *, all_of_them: bool) -> Iterator[str]:
    for author in people:
        yield _author(author)
    for section in Section.objects.all():
        yield _section(section)
    tags = Tag.objects.select_related("profile").order_by("pk")
    if not all_of_them:
        tags = tags.filter(Exists(EditionTag.objects.ever_live().filter(tag=OuterRef("pk"), live_from__lte=at)))
    for tag in tags.iterator(chunk_size=2000):
        yield _tag(tag)


def _author(author: Author) -> str:
    first, _space, last = author.name.rpartition(" ")
    parts = [
        element("wp:author_id", author.pk),
        element("wp:author_login", login(author)),
        element("wp:author_email", author.email),
        element("wp:author_display_name", words(author.name)),
        element("wp:author_first_name", words(first)),
        element("wp:author_last_name", words(last)),
    ]
    return f"<wp:author>{''.join(parts)}</wp:author>"


def _section(section: Section) -> str:
    parts = [
        element("wp:term_id", numbers.of_section(section.pk)),
        element("wp:category_nicename", section.slug),
        element("wp:category_parent", ""),
        element("wp:cat_name", words(section.name)),
        element("wp:category_description", words(section.description)),
    ]
    return f"<wp:category>{''.join(parts)}</wp:category>"


def _tag(tag: Tag) -> str:
    profile = getattr(tag, "profile", None)
    parts = [
        element("wp:term_id", numbers.of_tag(tag.pk)),
        element("wp:tag_slug", tag.slug),
        element("wp:tag_name", words(tag.name)),
        element("wp:tag_description", words(profile.description) if profile else ""),
    ]
    return f"<wp:tag>{''.join(parts)}</wp:tag>"
