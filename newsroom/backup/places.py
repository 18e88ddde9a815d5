"""Where backups lie: a folder or an S3 bucket, both as Django's storages know them."""

import os
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core.files.storage import FileSystemStorage, Storage, default_storage

from newsroom.backup import Refused


def at(where: str) -> Storage:
    """The place that is named by a path or by `s3://bucket/prefix`. Raises Refused."""
    if not where:
        raise Refused("Say where: a folder or s3://bucket/prefix, on the command line or in NEWSROOM_BACKUP_TO.")
    if where.startswith("s3://"):
        return _bucket(*where.removeprefix("s3://").partition("/")[::2])
    folder = Path(where).resolve()
    media = Path(settings.MEDIA_ROOT).resolve()
    if folder == media or media in folder.parents:
        raise Refused(f"{folder} lies among the pictures, which anyone can read. Choose another folder.")
    # It holds the addresses of readers and the passwords of colleagues, so nobody else reads it.
    return FileSystemStorage(
        location=folder, file_permissions_mode=0o600, directory_permissions_mode=0o700, allow_overwrite=True
    )


def _bucket(name: str, prefix: str) -> Storage:
    """Keys, region and server are boto's own: AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_ENDPOINT_URL and so on."""
    if not name:
        raise Refused("Write s3://bucket/prefix.")
    try:
        from storages.backends.s3 import S3Storage
    except ImportError as error:
        raise Refused("For a bucket install what speaks S3: pip install 'newsroom[s3]'.") from error
    return S3Storage(bucket_name=name, location=prefix.strip("/"), default_acl=None, file_overwrite=True)


def failures() -> tuple[type[Exception], ...]:
    """What a place raises when it cannot be reached, is full, or refuses."""
    try:
        from botocore.exceptions import BotoCoreError, ClientError
    except ImportError:
        return (OSError,)
    return (OSError, BotoCoreError, ClientError)


def files(storage: Storage, folder: str = "") -> Iterator[str]:
    """Names of all files in the storage below a folder, in the order of their names."""
    try:
        folders, names = storage.listdir(folder)
    except FileNotFoundError:
        return
    before = f"{folder}/" if folder else ""
    for name in sorted(names):
        if name:
            yield before + name
    for name in sorted(folders):
        yield from files(storage, before + name)


def pictures() -> Storage:
    return default_storage


def settle(place: Storage) -> None:
    """See to it that what was written is on the disk."""
    if isinstance(place, FileSystemStorage):
        os.sync()
