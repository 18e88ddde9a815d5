"""What Yoast and Rank Math, the usual plugins for it, keep of how a story looks among search results."""

import re

from articles.importing import plain
from articles.importing.wordpress.reading import Record

TITLES = ("_yoast_wpseo_title", "rank_math_title", "_aioseo_title", "_aioseop_title", "_seopress_titles_title")
DESCRIPTIONS = (
    "_yoast_wpseo_metadesc",
    "rank_math_description",
    "_aioseo_description",
    "_aioseop_description",
    "_seopress_titles_desc",
)
PRIMARY = ("_yoast_wpseo_primary_category", "rank_math_primary_category")
# Characters that our fields hold.
LONGEST_TITLE, LONGEST_DESCRIPTION = 120, 300
_LONGEST = 2000

# `%%title%%` of Yoast and SEOPress, `%title%` of Rank Math, `#post_title` of All in One.
_VARIABLE = re.compile(r"%%([a-z_]{1,40})%%|%([a-z_]{3,40})(?:\([^()%]{0,80}\))?%|#([a-z]+(?:_[a-z]+)+)\b")
_TITLE = {"title", "post_title", "seo_title"}
_EXCERPT = {"excerpt", "excerpt_only", "post_excerpt"}
_SEPARATORS = {"sep", "separator", "separator_sa"}
_ENDS = " -–—|·•»«~:/,"
_REPEATED = re.compile(r"(?<! )(?: +[–|·])+(?= +[–|·] | *$)")


def title(record: Record, headline: str) -> str:
    """The title for search; empty if it is the headline, with or without the site's name."""
    said = _resolved(record.own(*TITLES), headline, "")
    return "" if said == headline else plain.shortened(said, LONGEST_TITLE)


def description(record: Record, headline: str, standfirst: str) -> str:
    said = _resolved(record.own(*DESCRIPTIONS), headline, standfirst)
    return "" if said == standfirst else plain.shortened(said, LONGEST_DESCRIPTION)


def _resolved(text: str, headline: str, excerpt: str) -> str:
    """The text with its variables told; what only the old site could tell goes, with the mark before it."""

    def told(variable: re.Match[str]) -> str:
        name = variable[1] or variable[2] or variable[3]
        if name in _TITLE:
            return headline
        if name in _EXCERPT:
            return excerpt
        return "–" if name in _SEPARATORS else ""

    text = plain.line(text[:_LONGEST])
    if not _VARIABLE.search(text):
        return text
    return _REPEATED.sub("", " ".join(_VARIABLE.sub(told, text).split())).strip(_ENDS)
