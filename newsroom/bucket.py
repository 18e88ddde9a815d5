"""Where files lie in a bucket of an S3-compatible store, and how pages name them."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from django.core.files.base import File
from django.utils.encoding import filepath_to_uri
from storages.backends.s3 import S3Storage

from newsroom.files import PLAIN, Away

# Seconds until the store counts as silent, and how often it is asked.
CONNECT, READ, TRIES = 2, 10, 2


class Bucket(S3Storage):
    """The storage of django-storages by our settings. A file's name is never used twice, so copies keep for ever.

    A store that is away, or refuses, raises Away.
    """

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
        path = name if name and PLAIN.fullmatch(name) else filepath_to_uri(name or "")
        return f"{settings.MEDIA_PUBLIC_URL}{path}"

    def _open(self, name: str, mode: str = "rb") -> File:
        """The whole file, fetched: what fails later would fail in the middle of an answer."""
        with _told_as_away():
            file = super()._open(name, mode)
            if "r" in mode:
                file.open()
            return file

    def _save(self, name: str, content: File) -> str:
        with _told_as_away():
            return super()._save(name, content)

    def delete(self, name: str) -> None:
        with _told_as_away():
            super().delete(name)

    def exists(self, name: str) -> bool:
        with _told_as_away():
            return super().exists(name)

    def listdir(self, name: str) -> tuple[list[str], list[str]]:
        with _told_as_away():
            return super().listdir(name)


@contextmanager
def _told_as_away() -> Iterator[None]:
    try:
        yield
    except (BotoCoreError, ClientError) as error:
        raise Away(f"The bucket {settings.MEDIA_BUCKET} does not answer as it should: {error}") from error
