"""Whether a tag that no live story carries is a second spelling of one that many do."""

from collections.abc import Iterator

from django.utils.translation import ngettext

from articles import tags
from articles.desk import tag_search
from articles.desk.checks.problem import Problem, advice
from articles.desk.draft import Draft

# Each is compared with hundreds of names, and nobody needs more advice at once.
NEW_AT_MOST = 3


def second_spellings(draft: Draft) -> Iterator[Problem]:
    carried = tag_search.carried(tag.pk for tag in draft.tags if tag.pk)
    new = [tag for tag in draft.tags if tag.pk not in carried]
    for tag in new[:NEW_AT_MOST]:
        found = tag_search.resembling(tags.plain(tag.name), but=tag.pk)
        if found and found[0].stories:
            there, number = found[0].tag.name, found[0].stories
            message = ngettext(
                "No live story has the tag “%(tag)s”. There is “%(there)s” with %(n)d story.",
                "No live story has the tag “%(tag)s”. There is “%(there)s” with %(n)d stories.",
                number,
            )
            yield advice("tags", message % {"tag": tag.name, "there": there, "n": number}, "near_tag")
