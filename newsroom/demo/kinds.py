"""The shapes in which the demo newsroom's copy is written down."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Piece:
    """One story of the demo paper. Text is HTML of the kind the desk's editor writes."""

    slug: str
    headline: str
    standfirst: str
    section: str
    """Slug of one of `people.SECTIONS`."""
    authors: tuple[str, ...]
    """Slugs of `people.AUTHORS`, in the order of the byline."""
    tags: tuple[str, ...]
    drawing: str
    """Name of a scene in `newsroom.demo.drawings`."""
    body: str
    age: float
    """Days between the story's first publication and the day the demo is loaded."""
    label: str = "news"
    dateline: str = ""
    caption: str = ""
    alt: str = ""
    """Empty: readers get `Illustration for: HEADLINE`."""
    description: str = ""
    sources: tuple[tuple[str, str, str], ...] = ()
    """(name, link, relation); relation is based_on, first_reported_by, document or interview."""
    state: str = "live"
    """live, draft, review, scheduled, updated, corrected or withdrawn."""
    note: str = ""
    """What an update or correction says it changed, or why the story was withdrawn."""
    before: tuple[tuple[str, str], ...] = ()
    """(passage as it stands, what stood there before the update or correction), of the body."""


@dataclass(frozen=True)
class Said:
    """One comment, and what was answered to it."""

    name: str
    text: str
    status: str = "approved"
    """approved, pending, spam or removed."""
    staff: str = ""
    """Slug of the author who wrote it signed in, if staff did."""
    replies: tuple["Said", ...] = field(default=())
    before: str = ""
    """What it said before its writer changed it."""
    came: tuple[str, ...] = ()
    """Codes of `Comment.Reason`: what held it in the way it was sent. The rules find what is in the words."""
    reports: tuple[tuple[str, str], ...] = ()
    """(code of `Report.Reason`, words) of each reader who reported it."""
    kept: bool = False
    """A moderator has read the reports and left it where it is."""
    removal: str = "off_topic"
    """Of a removed one: code of `Comment.Removal`."""
    pick: bool = False
    note: str = ""
    """What a moderator tells the others of it."""
