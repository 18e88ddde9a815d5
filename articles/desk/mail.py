"""Mail that the desk sends: one to each person, once what it tells is stored, and outside the request where it can be.

A mail server that is down is waited for, as long as there is a task worker; nothing that somebody did fails by it.
"""

import logging
from datetime import timedelta
from smtplib import SMTPException
from typing import Any

from django.contrib.auth.models import User
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django_tasks import task

from articles.desk import secret_links
from articles.desk.people import name_of
from articles.models import ShareLink, identity

logger = logging.getLogger(__name__)

# Minutes until the next attempt, after each that failed.
WAITS = (1, 5, 30, 120)
# Stands in a text for the address that only its reader may know.
SHARE_ADDRESS = "[[the address of the link]]"


def tell(people: list[User | None], *, by: User, template: str, subject: str, **context: Any) -> None:
    """Write to each of these colleagues once, but not to who did it, nor to who is gone or has no address."""
    found = {person.pk: person for person in people if person and person.is_active and person.email}
    for person in found.values():
        if person.pk != by.pk:
            write(person.email, template, subject, name=name_of(person), by=name_of(by), **context)


def write(address: str, template: str, subject: str, *, share: ShareLink | None = None, **context: Any) -> None:
    """Send a mail when the transaction is stored. The text is made now, from `email/TEMPLATE.txt`.

    Only the secret address of `share` is put in when the mail leaves: tasks are kept in the database.
    """
    context |= {"site_name": identity.current().site_name, "share_address": SHARE_ADDRESS}
    text, link = render_to_string(f"email/{template}.txt", context), share.pk if share is not None else None
    # A headline that is broken into lines would break the head of the mail.
    words = " ".join(subject.split())
    transaction.on_commit(lambda: send.enqueue(address, words, text, link=link), robust=True)


@task()
def send(address: str, subject: str, text: str, attempt: int = 0, link: int | None = None) -> None:
    """Hand one mail to the server; if that fails, try again later, or raise where nothing can run later."""
    share = ShareLink.objects.filter(pk=link).first() if link else None
    body = text.replace(SHARE_ADDRESS, secret_links.address_of(share)) if share else text
    mail = EmailMessage(subject, body, to=[address], headers={"Auto-Submitted": "auto-generated"})
    try:
        mail.send()
    except (OSError, SMTPException) as error:
        logger.warning("A mail could not be sent, at attempt %d: %s", attempt + 1, type(error).__name__)
        if attempt == len(WAITS) or not send.get_backend().supports_defer:
            raise
        later = timezone.now() + timedelta(minutes=WAITS[attempt])
        send.using(run_after=later).enqueue(address, subject, text, attempt + 1, link=link)
