"""The pages on which the house says who it is and by which rules it works, by their names in schema.org.

The terms are those that The Trust Project brought into schema.org's NewsMediaOrganization.
"""

from django.urls import reverse

from articles.public.site import path_of

TERMS: dict[str, tuple[str, ...]] = {
    "about": ("missionCoveragePrioritiesPolicy",),
    "contact": ("masthead", "actionableFeedbackPolicy"),
    "ownership": ("ownershipFundingInfo",),
    "ethics": ("publishingPrinciples", "ethicsPolicy", "verificationFactCheckingPolicy"),
    "corrections": ("correctionsPolicy",),
}


def policies() -> dict[str, str]:
    """Paths by term. A page that says nothing yet is not named."""
    found = stated()
    return {term: found[slug] for slug, terms in TERMS.items() if slug in found for term in terms}


def stated() -> dict[str, str]:
    """The paths of the pages about the house that say something, by slug."""
    found = {"corrections": reverse("articles:corrections"), "comment-rules": path_of("comments:rules")}
    return {slug: path for slug, path in found.items() if path}
