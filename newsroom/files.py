"""Where files lie in a folder of this machine, and how pages name them."""

import re

from django.core.files.storage import FileSystemStorage

# A name that stands in an address as it is.
PLAIN = re.compile(r"(?:[\w-]+/)*[\w-]+(?:\.[\w-]+)*", re.ASCII)


class Away(OSError):
    """The storage does not answer, or refuses. Other errors of the system say that there is no such file."""


class Files(FileSystemStorage):
    """Django's storage, which takes the address of the folder apart for each file. A page names dozens."""

    def url(self, name: str | None) -> str:
        if name and self.base_url and PLAIN.fullmatch(name):
            return f"{self.base_url}{name}"
        return super().url(name)
