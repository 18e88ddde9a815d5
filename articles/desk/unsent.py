"""What was typed for a button that was not pressed, or that was refused: the next showing of the form has it again.

The story itself is saved by every button; a note to readers, a time or a reason belongs to one button, and would be gone
with the form that is redirected.
"""

from typing import Any

from django.http import HttpRequest

from articles.models import Article

KEY = "desk-unsent"
FIELDS = ("change", "note", "live_from", "down_at", "notice", "hand_over_note")
OF_SHARING = ("share_person", "share_email", "share_days", "share_asks")


def keep(request: HttpRequest, article: Article, form: Any) -> None:
    """Note it in the session, for the article's form alone."""
    names = FIELDS if "_share" in request.POST else FIELDS + OF_SHARING
    typed = {name: request.POST.get(name, "") for name in names if name in form.changed_data}
    if typed:
        request.session[KEY] = [article.pk, typed]


def take(request: HttpRequest, article: Article) -> dict[str, str]:
    """What was noted for this article, once."""
    pk, typed = request.session.get(KEY, [None, {}])
    if pk != article.pk:
        return {}
    del request.session[KEY]
    return typed
