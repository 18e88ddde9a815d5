"""Where files lie in a bucket of an S3-compatible store, and how pages name them."""

from typing import Any

from botocore.config import Config
from django.conf import settings
from django.utils.encoding import filepath_to_uri
from storages.backends.s3 import S3Storage

from newsroom.files import PLAIN

# Seconds until the store counts as silent, and how often it is asked.
CONNECT, READ, TRIES = 2, 10, 2


class Bucket(S3Storage):
    """The storage of django-storages by our settings. A file's name is never used twice, so copies keep for ever."""

    def get_default_settings(self) -> dict[str, Any]:
        waits = Config(
            connect_timeout=CONNECT, read_timeout=READ, retries={"total_max_attempts": TRIES, "mode": "standard"}
        )
        own = {
            "bucket_name": settings.MEDIA_BUCKET,
            "endpoint_url": settings.MEDIA_ENDPOINT or None,
            "region_name": settings.MEDIA_REGION or None,
            "default_acl": None,
            "file_overwrite": False,
            "object_parameters": {"CacheControl": "public, max-age=31536000, immutable"},
            "client_config": waits,
        }
        if settings.MEDIA_ACCESS_KEY:
            own |= {"access_key": settings.MEDIA_ACCESS_KEY, "secret_key": settings.MEDIA_SECRET_KEY}
        return super().get_default_settings() | own

    def url(self, name: str | None, *args: Any, **kwargs: Any) -> str:
        """The address at ours, or at the bucket's own where MEDIA_URL says so; never a signed one."""
        if name and PLAIN.fullmatch(name):
            return f"{settings.MEDIA_URL}{name}"
        return settings.MEDIA_URL + filepath_to_uri(name or "")
