"""What WordPress stored as the text of a story, as the HTML of ours."""

from dataclasses import dataclass, field

from articles import html
from articles.importing.wordpress.known import Known


@dataclass(frozen=True)
class Around:
    """What a text refers to beyond itself: the story's number, and what is known of the site."""

    known: Known
    number: str
    headline: str = ""


@dataclass
class Text:
    html: str
    lost: list[str] = field(default_factory=list)


def read(text: str, around: Around) -> Text:
    return Text(html.sanitise(text))
