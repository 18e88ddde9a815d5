"""The charset that a request names. Django reads the query and the form in it, whatever it is, and some are traps."""

from django.utils.http import parse_header_parameters

_READ = ("", "utf-8", "utf8", "us-ascii", "ascii")


def is_read(content_type: str) -> bool:
    """Whether the header names no charset, UTF-8, or the ASCII that is part of it. Browsers send nothing else."""
    try:
        _kind, parameters = parse_header_parameters(content_type)
    except (LookupError, ValueError):  # the name of the charset may itself be written in a charset
        return False
    return parameters.get("charset", "").lower().replace("_", "-") in _READ
