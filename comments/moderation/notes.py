"""What moderators tell each other: of a comment, and of a person."""

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from comments import text as texts
from comments.models import Comment, Commenter, Note
from comments.moderation.record import allow, log


@transaction.atomic
def note(comment: Comment, text: str, by: User) -> Note:
    """Add to what is noted of a comment; the same said twice in a row stands once. Raises PermissionDenied."""
    allow(by)
    # Whoever presses twice waits here for the first.
    Comment.objects.select_for_update().only("pk").get(pk=comment.pk)
    last = comment.notes.last()
    if last and (last.by_id, last.text) == (by.pk, text):
        return last
    made = Note.objects.create(comment=comment, by=by, text=text)
    said = _("Noted something for other moderators.")
    LogEntry.objects.log_actions(by.pk, [comment], CHANGE, said, single_object=True)
    return made


class NoteChanged(Exception):
    """Somebody else changed what is noted of a person. `now` is what they wrote."""

    def __init__(self, now: str) -> None:
        super().__init__(
            _("Another moderator changed the note meanwhile. Both are shown; save the one that shall stay.")
        )
        self.now = now


@transaction.atomic
def note_on_person(email: str, text: str, by: User, *, seen: str | None = None) -> Commenter:
    """Set what is noted of the owner of an address.

    `seen` is the fingerprint of the note that the moderator changed. Raises NoteChanged if it is another by now;
    PermissionDenied.
    """
    allow(by)
    person, _made = Commenter.objects.get_or_create(email_key=texts.key(email), defaults={"email": email})
    person = Commenter.objects.select_for_update().get(pk=person.pk)
    if person.note == text:
        return person
    if seen is not None and seen != texts.fingerprint(person.note):
        raise NoteChanged(person.note)
    person.note = text
    person.save(update_fields=["note"])
    log(by, person, _("Changed the note."), f"Person {person.pk}")
    return person
