"""What the front page and the pages of sections, tags and authors tell machines."""

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from articles.models.taxonomy import Author
from articles.public import site
from articles.public.structured.organisation import organisation, website
from articles.public.structured.script import Thing, graph, known, trail
from articles.templatetags.pictures import square_picture


def front() -> SafeString:
    return graph(organisation(), website())


def listing(name: str, path: str) -> SafeString:
    """A list of stories: where it stands in the site."""
    return graph(steps_to((name, path)))


def profile(author: Author) -> SafeString:
    """The page of an author."""
    path = author.get_absolute_url()
    page: Thing = {"@type": "ProfilePage", "url": site.full(path), "mainEntity": _person(author)}
    return graph(page, steps_to((author.name, path)))


def steps_to(*steps: tuple[str, str]) -> Thing:
    return trail([(_("Front page"), "/"), *steps])


def _person(author: Author) -> Thing:
    portrait = square_picture(author.portrait)
    return known(
        {
            "@type": "Person",
            "name": author.name,
            "url": site.full(author.get_absolute_url()),
            "jobTitle": author.role,
            "description": author.biography,
            "knowsAbout": [about for about in (author.beat, author.expertise) if about],
            "email": author.email,
            "sameAs": [link.url for link in author.link_list],
            "image": portrait.url if portrait else "",
            "worksFor": {"@id": site.full("/#publisher")},
        }
    )
