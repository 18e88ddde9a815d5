"""Everything that is kept of one address, as a ZIP for its owner: for machines and for reading."""

import io
import json
from datetime import datetime
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone

from articles.models import identity
from articles.models.edition import Edition
from comments import text
from comments.models import Comment, Commenter, ErrorReport, Letter


def archive(email: str) -> bytes:
    kept = everything(email)
    context = {"kept": kept, "site_name": identity.current().site_name}
    report = render_to_string("comments/letters/report.html", context)
    packed = io.BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as files:
        files.writestr("comments.json", json.dumps(kept, ensure_ascii=False, indent=1))
        files.writestr("comments.html", report)
    return packed.getvalue()


def everything(email: str) -> dict[str, Any]:
    """Times are ISO 8601. Who reported a comment is kept as a hash that leads to nobody, so it is not here."""
    key = text.key(email)
    person = Commenter.objects.filter(email_key=key).first()
    comments = Comment.objects.filter(email_key=key).prefetch_related("decisions", "wordings").oldest_first()
    stories = _stories({comment.discussion_id for comment in comments})
    return {
        "address": email,
        "made": _time(timezone.now()),
        "mail": {
            "confirmed": _time(person.confirmed_at if person else None),
            "stopped": _time(person.stopped_at if person else None),
            "last_digest": _time(person.digest_at if person else None),
            "letters": [
                {"kind": letter.get_kind_display(), "sent": _time(letter.sent_at)}
                for letter in Letter.objects.filter(to__iexact=person.email if person else email).order_by("pk")
            ],
        },
        "comments": [_comment(comment, stories.get(comment.discussion_id, ("", ""))) for comment in comments],
        "errors_reported": [
            {"written": _time(row.at), "name": row.name, "paragraph": row.quote, "text": row.text}
            for row in ErrorReport.objects.filter(email__iexact=email).order_by("pk")
        ],
    }


def _comment(comment: Comment, story: tuple[str, str]) -> dict[str, Any]:
    return {
        "story": story[0],
        "address_of_story": settings.NEWSROOM_SITE_URL + story[1] if story[1] else "",
        "written": _time(comment.created_at),
        "name": comment.name,
        "email": comment.email,
        "website": comment.website,
        "text": comment.text,
        "earlier": [{"until": _time(row.until), "text": row.text} for row in comment.wordings.all()],
        "status": str(comment.get_status_display()),
        "held_because": comment.reason_labels,
        "removed_because": str(comment.get_removal_reason_display()),
        "mail_on_answers": str(comment.get_notify_display()),
        "network": comment.network,
        "decisions": [
            {"at": _time(row.at), "to": str(row.get_to_status_display()), "reason": str(row.get_reason_display())}
            for row in comment.decisions.all()
        ],
    }


def _stories(articles: set[int]) -> dict[int, tuple[str, str]]:
    """Headline and path, as readers know them, by article."""
    read = (
        Edition.objects.ever_live().filter(article__in=articles, live_from__lte=timezone.now()).order_by("live_from")
    )
    return {
        article: (headline, path)
        for article, headline, path in read.values_list("article_id", "headline", "address__path")
    }


def _time(when: datetime | None) -> str | None:
    return timezone.localtime(when).isoformat() if when else None
