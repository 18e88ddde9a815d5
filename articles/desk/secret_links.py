"""The secrets in the addresses of share links.

A secret is not stored: it is made anew from the row and the site's secret key whenever the link is shown or mailed, and
found again by its hash. So whoever reads the database, or a backup of it, can open none of them.
"""

import base64
import hashlib

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from articles.models import ShareLink


def secret_of(link: ShareLink) -> str:
    """The 256 bits that open this link, as 43 characters of an address."""
    made = f"{link.pk}.{link.created_at.timestamp():.6f}"
    digest = salted_hmac("articles.share", made, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def key_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def address_of(link: ShareLink) -> str:
    """The web address to hand out; empty once the site's secret key has changed, though the link stays good."""
    secret = secret_of(link)
    if not constant_time_compare(key_of(secret), link.key):
        return ""
    return settings.NEWSROOM_SITE_URL + reverse("articles:shared", args=[secret])


def find(secret: str) -> ShareLink | None:
    """The link that this secret opens, whether it is still good or not.

    What is looked up is a hash, so how long it takes tells nothing of a secret that is nearly right.
    """
    links = ShareLink.objects.select_related("article__section", "article__illustration", "created_by", "revision")
    return links.filter(key=key_of(secret)).first()
