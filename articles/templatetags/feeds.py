"""Where the feeds of a page are: links in its head for programs, and in the text for people."""

from functools import lru_cache

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from articles.public.feeds.formats import FORMATS

register = template.Library()


@register.simple_tag
@lru_cache(maxsize=1000, typed=True)
def feed_links(path: str, title: str) -> SafeString:
    """Links in the head of the page at `path` to the feeds of what it lists, and to the same as JSON."""
    link = '<link rel="alternate" type="{}" title="{}" href="{}">'
    kinds = [(one.media_type, f"{title} ({one.name})", path + one.suffix) for one in FORMATS.values()]
    return format_html_join("\n", link, [*kinds, ("application/json", title, f"{path}index.json")])


@register.simple_tag
@lru_cache(maxsize=1000, typed=True)
def feed_choice(path: str, title: str) -> SafeString:
    """The feeds of the page at `path`, as links that make sense alone."""
    link = '<a href="{}" type="{}">{}<span class="visually-hidden">: {}</span></a>'
    return format_html_join(
        " · ", link, ((path + one.suffix, one.media_type, one.name, title) for one in FORMATS.values())
    )
