"""What the rules would make of a comment that nobody has sent."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from articles.models.edition import Edition
from comments import signed
from comments.models import Comment, Discussion
from comments.moderation.draft import Draft
from comments.moderation.refusals import Refused, refuse_blocked, refuse_closed, refuse_guest
from comments.moderation.rules import Verdict, judge


@dataclass(frozen=True)
class Trial:
    refusal: str
    """The sentence with which it would be refused; the verdict then says what would become of it otherwise."""
    verdict: Verdict

    @property
    def findings(self) -> list[tuple[str, str]]:
        """Each reason in words, with what was found."""
        labels = dict(Comment.Reason.choices)
        return [
            (str(labels.get(code, code)), ", ".join(self.verdict.details.get(code, ())))
            for code in self.verdict.reasons
        ]


def try_out(name: str, email: str, text: str) -> Trial:
    """Judge a guest's comment under a new story that says nothing of its own, sent in our form. Nothing is stored."""
    at = timezone.now()
    draft = Draft(
        edition=Edition(article_id=0, published_at=at),
        discussion=Discussion(article_id=0),
        text=text,
        name=name,
        email=email,
        stamp=signed.stamp(0, at - timedelta(minutes=5)),
    )
    refusal = ""
    try:
        for refuse in (refuse_closed, refuse_guest, refuse_blocked):
            refuse(draft, at)
    except Refused as refused:
        refusal = str(refused)
    return Trial(refusal, judge(draft, at))
