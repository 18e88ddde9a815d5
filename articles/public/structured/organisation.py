"""Who publishes the site, as schema.org's NewsMediaOrganization."""

from django.templatetags.static import static

from articles.public import site
from articles.public.structured.script import Thing, known

LOGO_SIDE = 512


def publisher() -> Thing:
    """The organisation as the page of a story names it; the front page tells more of the same one."""
    logo = {"@type": "ImageObject", "url": site.full(static("newsroom/icon-512.png"))}
    return known(
        {
            "@type": "NewsMediaOrganization",
            "@id": site.full("/#publisher"),
            "name": site.name(),
            "url": site.full("/"),
            "logo": logo | {"width": LOGO_SIDE, "height": LOGO_SIDE},
        }
    )


def organisation() -> Thing:
    """The organisation with the pages on which it states its rules."""
    return publisher() | {term: site.full(path) for term, path in site.policies().items()}


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
