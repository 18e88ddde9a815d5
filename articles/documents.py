"""Files that are no pictures, which came from another site with the stories that link to them. No more are added here.

They are only ever handed out to be stored: nothing of them runs or is shown on our site. Pure functions, no database.
"""

from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

# Kinds by the end of the name, and as what they are served.
TYPES = {
    ".pdf": "application/pdf",
    ".csv": "text/csv; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".zip": "application/zip",
    ".mp3": "audio/mpeg",
    ".m4a": "audio/mp4",
    ".ogg": "audio/ogg",
    ".mp4": "video/mp4",
    ".webm": "video/webm",
}
FOLDER = "documents/"


def kind_of(address: str) -> str:
    """The end of the name of the file at this address, if it is one of `TYPES`; else empty."""
    try:
        suffix = PurePosixPath(unquote(urlsplit(address).path)).suffix.lower()
    except ValueError:
        return ""
    return suffix if suffix in TYPES else ""


def served_as(name: str) -> str:
    """The type of a stored document; empty for what is none."""
    return TYPES.get(PurePosixPath(name).suffix, "") if name.startswith(FOLDER) else ""
