"""What machines are told of the site itself: its name, and addresses that hold outside of it."""

from django.conf import settings
from django.urls import NoReverseMatch, reverse

from articles.models import identity

# What a site says of itself, by schema.org's names for it, and the page where it does. A page that is not there, or not
# yet, is left out.
_POLICIES = {
    "publishingPrinciples": "articles:about",
    "ethicsPolicy": "articles:ethics",
    "ownershipFundingInfo": "articles:ownership",
    "correctionsPolicy": "articles:corrections",
    "actionableFeedbackPolicy": "comments:rules",
}


def name() -> str:
    return identity.current().site_name


def full(path: str) -> str:
    """The address of a path of this site, with its host. A full address stays as it is."""
    # Not by urljoin, which takes as long as all else about the head of a page.
    return f"{settings.NEWSROOM_SITE_URL}{path}" if path.startswith("/") else path


def policies() -> dict[str, str]:
    """Paths of the pages on which the newsroom states its rules, by their names in schema.org."""
    return {term: path for term, view in _POLICIES.items() if (path := path_of(view))}


def path_of(view: str) -> str:
    """Where a page stands that another part of the site may or may not have; nothing where it is not."""
    try:
        return reverse(view)
    except NoReverseMatch:
        return ""
