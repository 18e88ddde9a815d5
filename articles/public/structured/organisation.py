"""Who publishes the site, as schema.org's NewsMediaOrganization."""

from django.conf import settings
from django.templatetags.static import static

from articles.models import identity
from articles.models.kept import Shelf
from articles.public import site
from articles.public.policies import policies
from articles.public.structured.script import Thing, known
from articles.templatetags.pictures import File, square_picture

LOGO_SIDE = 512
# By the address of the site, which is all that it is made of beside the frame.
_publishers: Shelf[Thing] = Shelf(10)


def publisher() -> Thing:
    """The organisation as the page of a story names it, only to be read; the front page tells more of the same one."""
    _mark, kept = _publishers.open()
    if (found := kept.get(settings.NEWSROOM_SITE_URL)) is None:
        found = kept[settings.NEWSROOM_SITE_URL] = _publisher()
    return found


def _publisher() -> Thing:
    return known(
        {
            "@type": "NewsMediaOrganization",
            "@id": site.full("/#publisher"),
            "name": site.name(),
            "url": site.full("/"),
            "logo": _logo(),
        }
    )


def organisation() -> Thing:
    """The organisation with the pages on which it states its rules."""
    house = identity.current()
    contact = known({"@type": "ContactPoint", "contactType": "newsroom", "email": house.email})
    facts = {
        "slogan": house.motto,
        "address": house.postal_address,
        "sameAs": [link.url for link in house.link_list],
        "contactPoint": contact if house.email else {},
    }
    return publisher() | known(facts) | {term: site.full(path) for term, path in policies().items()}


def _logo() -> Thing:
    """The house's own sign if it has one, or the site's icon."""
    own = square_picture(identity.current().logo)
    file = own or File(site.full(static("newsroom/icon-512.png")), LOGO_SIDE, LOGO_SIDE)
    return {"@type": "ImageObject", "url": file.url, "width": file.width, "height": file.height}


def website() -> Thing:
    """The site, and how it is searched if it can be."""
    search = site.path_of("articles:search")
    action = {
        "@type": "SearchAction",
        "target": {"@type": "EntryPoint", "urlTemplate": f"{site.full(search)}?q={{search_term_string}}"},
        "query-input": "required name=search_term_string",
    }
    found = {"@type": "WebSite", "@id": site.full("/#site"), "name": site.name(), "url": site.full("/")}
    return found | {"publisher": {"@id": site.full("/#publisher")}} | ({"potentialAction": action} if search else {})
