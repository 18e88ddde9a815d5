"""Mail that the desk sends: one to each person, once what it tells is stored, and outside the request where it can be.

A mail server that is down is waited for, as long as there is a task worker; nothing that somebody did fails by it.
"""

from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django_tasks import TaskContext, task

from articles.desk import secret_links
from articles.desk.people import name_of
from articles.models import ShareLink, identity

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


@task(takes_context=True)
def send(context: TaskContext, address: str, subject: str, text: str, link: int | None = None) -> None:
    """Hand one mail to the server. Raises if that fails; a worker tries again later.

    Its Message-ID is the task's, so that a second copy is known for what it is.
    """
    share = ShareLink.objects.filter(pk=link).first() if link else None
    body = text.replace(SHARE_ADDRESS, secret_links.address_of(share)) if share else text
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    headers = {"Auto-Submitted": "auto-generated", "Message-ID": f"<desk.{context.task_result.id}@{domain}>"}
    EmailMessage(subject, body, to=[address], headers=headers).send()
