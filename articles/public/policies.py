"""The pages on which the house says who it is and by which rules it works, by their names in schema.org.

The terms are those that The Trust Project brought into schema.org's NewsMediaOrganization.
"""

from articles.public.pages import stated

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
