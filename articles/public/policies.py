"""The pages on which the house says who it is and by which rules it works, by their names in schema.org.

The terms are those that The Trust Project brought into schema.org's NewsMediaOrganization.
"""

from articles.models.page import Page, address_of, written
from articles.public import pages

TERMS: dict[str, tuple[str, ...]] = {
    Page.Kind.ABOUT.value: ("missionCoveragePrioritiesPolicy",),
    Page.Kind.CONTACT.value: ("masthead", "actionableFeedbackPolicy"),
    Page.Kind.OWNERSHIP.value: ("ownershipFundingInfo",),
    Page.Kind.ETHICS.value: ("publishingPrinciples", "ethicsPolicy", "verificationFactCheckingPolicy"),
    Page.Kind.CORRECTIONS.value: ("correctionsPolicy",),
}


def policies() -> dict[str, str]:
    """Paths by term. A page that says nothing yet is not named."""
    found = pages.policies()
    return {term: found[slug] for slug, terms in TERMS.items() if slug in found for term in terms}


def paths() -> list[str]:
    """The paths of all pages about the house that say something, those of every paper first."""
    own = (address_of(entry.slug) for entry in written() if entry.slug not in Page.Kind.values)
    return [*pages.policies().values(), *own]
