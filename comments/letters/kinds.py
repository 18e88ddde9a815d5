"""What each kind of letter says. It is made when the letter leaves; None where it has nothing left to tell."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.models import identity
from articles.models.edition import Edition
from comments import own
from comments.letters import links, people
from comments.models import Comment, Commenter, Letter
from comments.moderation.own import is_settled
from comments.text import key, tidy_line

Kind = Letter.Kind
SUBJECT_LENGTH = 150
# In a letter on many comments, so many are shown.
SHOWN = 20
# So many that wait are counted.
MOST_COUNTED = 99


@dataclass(frozen=True)
class Said:
    """A letter's words: `template` is a name in `email/comments`, as text and as HTML."""

    subject: str
    template: str
    context: dict[str, Any] = field(default_factory=dict)
    stop: str = ""
    """Where one click stops such mail; empty where there is nothing to stop."""


def compose(letter: Letter) -> EmailMessage | None:
    said = KINDS[letter.kind](letter)
    return message(letter, said) if said else None


def message(letter: Letter, said: Said) -> EmailMessage:
    """A mail in two forms. Its Message-ID is the letter's, so that a second copy is known for what it is."""
    context = {"site_name": identity.current().site_name, "site_url": settings.NEWSROOM_SITE_URL, "stop": said.stop}
    # A headline or a name that is broken into lines would break the head of the mail.
    subject = Truncator(tidy_line(said.subject)).chars(SUBJECT_LENGTH)
    context |= said.context | {"subject": subject}
    headers = {"Auto-Submitted": "auto-generated", "Message-ID": _message_id(letter)}
    if said.stop:
        headers |= {"List-Unsubscribe": f"<{said.stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    text = render_to_string(f"email/comments/{said.template}.txt", context)
    mail = EmailMultiAlternatives(subject, text.strip() + "\n", to=[letter.to], headers=headers)
    mail.attach_alternative(render_to_string(f"email/comments/{said.template}.html", context), "text/html")
    return mail


def _message_id(letter: Letter) -> str:
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    return f"<comments.{letter.pk}.{int(letter.created_at.timestamp())}@{domain}>"


# --- To colleagues ---


def held(letter: Letter) -> Said | None:
    """A comment that waits, with the links that decide on it. Without a comment: that many do."""
    colleague, comment = letter.colleague, letter.comment
    if colleague is None or not _wants(colleague, "on_held"):
        return None
    may_decide = colleague.has_perm("comments.moderate_comment")
    context = _for_colleague(colleague, Kind.HELD) | {"waiting": _waiting(), "queue": _queue() if may_decide else ""}
    if comment is None:
        return _many_held(context) if may_decide else None
    if comment.status != Comment.Status.PENDING:
        return None
    if not may_decide and not people.writers(comment.discussion_id, timezone.now()).filter(pk=colleague.pk).exists():
        return None
    acts = ("approve", "spam", "remove") if may_decide else ()
    decide = {act: links.decide(comment, colleague, act) for act in acts}
    context |= story(comment) | {"comment": comment, "decide": decide}
    subject = _("A comment waits: %(headline)s") % {"headline": context["headline"]}
    return Said(subject, "held", context, context["stop"])


def _many_held(context: dict[str, Any]) -> Said | None:
    rows = list(Comment.objects.pending().oldest_first()[:SHOWN])
    if not rows:
        return None
    stories = _headlines(rows)
    rows_said = [{"comment": row, "headline": stories.get(row.discussion_id, "")} for row in rows]
    subject = ngettext("%(n)s comment waits", "%(n)s comments wait", len(rows)) % {"n": context["waiting"]}
    return Said(subject, "held_many", context | {"rows": rows_said}, context["stop"])


def posted(letter: Letter) -> Said | None:
    colleague, comment = letter.colleague, letter.comment
    if colleague is None or comment is None or not comment.is_approved or not _wants(colleague, "on_posted"):
        return None
    context = _for_colleague(colleague, Kind.POSTED) | story(comment) | _about(comment)
    return Said(_("New comment: %(headline)s") % {"headline": context["headline"]}, "posted", context, context["stop"])


def _for_colleague(colleague: User, kind: str) -> dict[str, Any]:
    name = colleague.get_full_name() or colleague.get_username()
    choices = links.absolute(reverse("admin:comments_mail"))
    return {"person": name, "stop": links.quiet(colleague, kind), "choices": choices}


def _wants(colleague: User, choice: str) -> bool:
    if not colleague.is_active:
        return False
    chosen = getattr(colleague, "mail_choice", None)
    return chosen is None or getattr(chosen, choice)


def _waiting() -> str:
    count = Comment.objects.pending()[: MOST_COUNTED + 1].count()
    return _("more than %(n)d") % {"n": MOST_COUNTED} if count > MOST_COUNTED else str(count)


def _queue() -> str:
    return links.absolute(reverse("admin:comments_comment_changelist"))


# --- To readers ---


def reply(letter: Letter) -> Said | None:
    """An answer that readers see, to a comment whose writer still wants to hear of answers."""
    answer, commenter = letter.comment, people.reader(letter.to)
    if answer is None or commenter is None or not _still_tells(answer):
        return None
    context = story(answer) | _about(answer) | _stops(commenter) | {"parent": answer.parent}
    context["stop_one"] = links.stop(commenter, answer.parent)
    values = {"name": answer.name, "headline": context["headline"]}
    return Said(_("%(name)s answered you: %(headline)s") % values, "reply", context, context["stop"])


def digest(commenter: Commenter, letters: Sequence[Letter]) -> Said | None:
    """The answers that these letters tell of, as far as they still stand."""
    answers = [letter.comment for letter in letters if letter.comment and _still_tells(letter.comment)]
    if not answers:
        return None
    stories = _headlines(answers)
    rows = [
        {"headline": stories.get(answer.discussion_id, ""), "parent": answer.parent} | _about(answer)
        for answer in answers[:SHOWN]
    ]
    subject = ngettext("%(n)d answer to you", "%(n)d answers to you", len(answers)) % {"n": len(answers)}
    context = {"rows": rows, "more": len(answers) - len(rows)} | _stops(commenter)
    return Said(subject, "digest", context, str(context["stop"]))


def decision(letter: Letter) -> Said | None:
    """What a moderator decided on a comment, as long as it stands."""
    comment, made, commenter = letter.comment, letter.decision, people.reader(letter.to)
    if comment is None or made is None or commenter is None or comment.status != made.to_status:
        return None
    if comment.decisions.filter(pk__gt=made.pk).exists():
        return None
    context = story(comment) | _about(comment) | _stops(commenter) | {"reason": made.get_reason_display()}
    if not comment.is_approved:
        context["rules"] = links.absolute(reverse("comments:rules"))
    subject = _("Your comment was published") if comment.is_approved else _("Your comment was removed")
    return Said(subject, "decision", context, context["stop"])


def mine(letter: Letter) -> Said | None:
    """The link by which a writer changes a comment, as long as they can.

    Of what was written nothing stands in it: whoever wrote may have given the address of somebody else.
    """
    comment, commenter = letter.comment, people.reader(letter.to)
    if comment is None or commenter is None or is_settled(comment):
        return None
    minutes = own.minutes_left(own.until(comment))
    if not minutes:
        return None
    context = story(comment) | _stops(commenter) | {"link": own.edit_link(comment), "until": own.until(comment)}
    subject = _("Change your comment: %(headline)s") % {"headline": context["headline"]}
    return Said(subject, "mine", context | {"minutes": minutes}, context["stop"])


def confirm(letter: Letter) -> Said | None:
    """The one letter that an address gets before its owner has agreed. Nothing that somebody typed stands in it."""
    commenter = Commenter.objects.filter(email_key=key(letter.to)).first()
    if commenter is None or commenter.confirmed_at or commenter.stopped_at or letter.comment is None:
        return None
    waits = Comment.Reason.UNCONFIRMED in letter.comment.reasons
    context = story(letter.comment) | {"link": links.confirm(commenter), "waits": waits} | _stops(commenter)
    return Said(_("Confirm your email address"), "confirm", context, context["stop"])


def privacy(letter: Letter) -> Said | None:
    """The way to everything that is kept of an address. To one of which nothing is kept, nothing is sent."""
    if not people.is_known(letter.to):
        return None
    return Said(_("What we keep about you"), "privacy", {"link": links.privacy(letter)})


def _still_tells(answer: Comment) -> bool:
    parent = answer.parent
    return parent is not None and answer.is_approved and parent.is_approved and bool(parent.notify)


def _stops(commenter: Commenter) -> dict[str, Any]:
    """The foot of a letter to a reader."""
    return {"stop": links.stop(commenter), "privacy": links.absolute(reverse("comments:privacy"))}


# --- What several say ---


def _about(comment: Comment) -> dict[str, Any]:
    return {"comment": comment, "link": links.absolute(comment.get_absolute_url())}


def story(comment: Comment) -> dict[str, Any]:
    """The headline that readers know, and where the story is; empty if it is nowhere now."""
    read = Edition.objects.ever_live().filter(article=comment.discussion_id, live_from__lte=timezone.now())
    newest = read.select_related("address").only("headline", "address__path").order_by("-live_from").first()
    return {
        "headline": newest.headline if newest else "",
        "story": links.absolute(newest.get_absolute_url()) if newest else "",
    }


def _headlines(comments: Sequence[Comment]) -> dict[int, str]:
    """Headlines that readers know, by article."""
    articles = {comment.discussion_id for comment in comments}
    read = Edition.objects.ever_live().filter(article__in=articles, live_from__lte=timezone.now())
    return dict(read.order_by("live_from").values_list("article_id", "headline"))


KINDS: dict[str, Callable[[Letter], Said | None]] = {
    Kind.HELD: held,
    Kind.POSTED: posted,
    Kind.REPLY: reply,
    Kind.DECISION: decision,
    Kind.CONFIRM: confirm,
    Kind.MINE: mine,
    Kind.PRIVACY: privacy,
}
