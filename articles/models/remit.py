"""Whose a story is to work on: the house's, its writer's, or that of an editor who has the section it stands in."""

from typing import Any

from django.db.models import Q

from articles.models.taxonomy import Section

# Held by the role of section editors: it opens nothing by itself, only in the sections that somebody is given.
PERMISSION = "articles.edit_section"


def sections_of(user: Any) -> frozenset[int]:
    """The sections in which this person does what editors do; none for editors of the whole house.

    One query for a section editor, and none for anybody else; asked once for each request.
    """
    if not is_limited(user):
        return frozenset()
    if not hasattr(user, "_sections_of"):
        given = Section.editors.through.objects.filter(user_id=user.pk).values_list("section_id", flat=True)
        user._sections_of = frozenset(given)
    return user._sections_of


def is_limited(user: Any) -> bool:
    """Whether this person is an editor in sections alone."""
    return user.has_perm(PERMISSION) and not user.has_perm("articles.publish_article")


def stories_of(user: Any, article: str = "") -> Q:
    """Those that this person may open at the desk, as a condition on articles, or on what leads to one by that name."""
    if user.has_perm("articles.change_others_article"):
        return Q()
    via = f"{article}__" if article else ""
    own = Q(**{f"{via}created_by": user}) | Q(**{f"{via}assignee": user})
    sections = sections_of(user)
    return own | Q(**{f"{via}section__in": sections}) if sections else own
