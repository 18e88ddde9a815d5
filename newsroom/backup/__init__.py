"""Backups: the database and all pictures as they are at one moment, in a folder or a bucket, and back from there.

What lies there:

    2026-11-28T233000Z/backup.json         what belongs to this backup, with checksums; written last, so it is whole
    2026-11-28T233000Z/database.sqlite3.gz or database.dump, PostgreSQL's custom format
    pictures/3f/3f9a…                      each file once for all backups, named by the SHA-256 of what is in it
"""

from newsroom.long_work import Refused, Told

__all__ = ["Refused", "Told"]
