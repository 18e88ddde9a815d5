"""What passes between people over a draft: notes among colleagues, links for people outside, and their answers."""

import secrets
from datetime import timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.desk import handover, revisions, secret_links
from articles.desk.rules import Action
from articles.desk.workflow.record import allow, locked, log
from articles.desk.workflow.refusals import NotPossible
from articles.models import Article, Note, ShareLink

Answer = ShareLink.Answer
AT_ONCE = timedelta(minutes=1)


# --- Notes ---


@transaction.atomic
def write_note(article: Article, *, by: User, text: str, field: str = "", quote: str = "") -> Note:
    """Leave a note on the draft. The same one of the same person, still open, is not left twice.

    Raises PermissionDenied, or NotPossible for an empty note.
    """
    article = locked(article)
    allow(by, Action.READ, article)
    if not text.strip():
        raise NotPossible(_("Write the note first."))
    said = {"text": text.strip(), "field": field, "quote": quote.strip()}
    twin = article.notes.filter(created_by=by, resolved_at=None, **said).first()
    if twin is not None:
        return twin
    log(by, article, _("Left a note."))
    return Note.objects.create(article=article, created_by=by, **said)


@transaction.atomic
def resolve_note(note: Note, *, by: User) -> None:
    """Say that a note is dealt with; the first to say so is remembered. Raises PermissionDenied."""
    article = locked(note.article)
    allow(by, Action.READ, article)
    if Note.objects.filter(pk=note.pk, resolved_at=None).update(resolved_at=timezone.now(), resolved_by=by):
        log(by, article, _("Resolved a note."))


@transaction.atomic
def reopen_note(note: Note, *, by: User) -> None:
    """Take the resolution back. Raises PermissionDenied."""
    article = locked(note.article)
    allow(by, Action.READ, article)
    if Note.objects.filter(pk=note.pk, resolved_at__isnull=False).update(resolved_at=None, resolved_by=None):
        log(by, article, _("Reopened a note."))


# --- Links for people outside ---


@transaction.atomic
def share(
    article: Article, *, by: User, person: str, days: int, email: str = "", asks_sign_off: bool = False
) -> ShareLink:
    """Make a link to the draft for somebody outside, good for some days; it is mailed if there is an address.

    A sign-off is asked of what was saved last, and of nothing later. The same asked again at once, as by a form that is
    sent twice, gives the same link. Raises PermissionDenied.
    """
    article, now = locked(article), timezone.now()
    allow(by, Action.SHARE, article)
    wanted = {
        "article": article,
        "revision": revisions.latest(article) if asks_sign_off else None,
        "person": person.strip(),
        "email": email,
        "created_by": by,
        "answer": Answer.PENDING if asks_sign_off else Answer.NOT_ASKED,
    }
    if twin := ShareLink.objects.open(now).filter(created_at__gt=now - AT_ONCE, **wanted).first():
        return twin
    key = secrets.token_hex()  # a stand-in: the secret is made from the row
    link = ShareLink.objects.create(key=key, expires_at=now + timedelta(days=days), **wanted)
    link.key = secret_links.key_of(secret_links.secret_of(link))
    link.save(update_fields=["key"])
    said = _("Shared with %(person)s; days: %(days)d.")
    if asks_sign_off:
        said = _("Shared with %(person)s, for a sign-off; days: %(days)d.")
    log(by, article, said % {"person": link.person, "days": days})
    handover.shared(link)
    return link


@transaction.atomic
def revoke(link: ShareLink, *, by: User) -> None:
    """Let a link lead nowhere from now on. Raises PermissionDenied."""
    article = locked(link.article)
    allow(by, Action.SHARE, article)
    if ShareLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=timezone.now()):
        log(by, article, _("Revoked the link of %(person)s.") % {"person": link.person})


def opened(link: ShareLink) -> None:
    """Remember when the person outside first opened the link."""
    ShareLink.objects.filter(pk=link.pk, opened_at=None).update(opened_at=timezone.now())


@transaction.atomic
def answer(link: ShareLink, *, signs_off: bool, name: str, remark: str = "") -> ShareLink:
    """Take the answer of whoever holds the link; the secret in its address is their only authority.

    Raises NotPossible if none was asked, one was given, the link is no longer good, or a refusal has no reason.
    """
    article, now = locked(link.article), timezone.now()
    link = ShareLink.objects.select_related("created_by", "article__section").get(pk=link.pk)
    if not link.is_open(now):
        raise NotPossible(_("This link is no longer good."))
    if link.answer == Answer.NOT_ASKED:
        raise NotPossible(_("Nobody asked for a sign-off through this link."))
    if link.answer != Answer.PENDING:
        raise NotPossible(_("The answer has been given, and cannot be changed."))
    if not name.strip():
        raise NotPossible(_("Write your name."))
    if not signs_off and not remark.strip():
        raise NotPossible(_("Write what stands against it."))
    link.answer = Answer.APPROVED if signs_off else Answer.REFUSED
    link.answered_by, link.answer_note, link.answered_at = name.strip(), remark.strip(), now
    link.opened_at = link.opened_at or now
    link.save(update_fields=["answer", "answered_by", "answer_note", "answered_at", "opened_at"])
    if link.created_by is not None:  # the log wants a member of staff: who asked stands for who answered
        said = _("%(person)s refused to sign off revision %(number)d, through a link.")
        if signs_off:
            said = _("%(person)s signed off revision %(number)d, through a link.")
        log(link.created_by, article, said % {"person": link.answered_by, "number": _number(link)})
    handover.answered(link)
    return link


def _number(link: ShareLink) -> int:
    return link.revision.number if link.revision else 0
