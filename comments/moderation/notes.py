"""What moderators tell each other: of a comment, and of a person."""

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction

from comments import text as texts
from comments.models import Comment, Commenter, Note


@transaction.atomic
def note(comment: Comment, text: str, by: User) -> Note:
    """Add to what is noted of a comment; the same said twice in a row stands once. Raises PermissionDenied."""
    _allow(by)
    # Whoever presses twice waits here for the first.
    Comment.objects.select_for_update().only("pk").get(pk=comment.pk)
    last = comment.notes.last()
    if last and (last.by_id, last.text) == (by.pk, text):
        return last
    made = Note.objects.create(comment=comment, by=by, text=text)
    LogEntry.objects.log_actions(by.pk, [comment], CHANGE, "Noted something for other moderators.", single_object=True)
    return made


@transaction.atomic
def note_on_person(email: str, text: str, by: User) -> Commenter:
    """Set what is noted of the owner of an address. Raises PermissionDenied."""
    _allow(by)
    person, _made = Commenter.objects.get_or_create(email_key=texts.key(email), defaults={"email": email})
    person = Commenter.objects.select_for_update().get(pk=person.pk)
    if person.note != text:
        person.note = text
        person.save(update_fields=["note"])
        LogEntry.objects.log_actions(by.pk, [person], CHANGE, "Changed the note.", single_object=True)
    return person


def _allow(by: User) -> None:
    if not by.has_perm("comments.moderate_comment"):
        raise PermissionDenied
