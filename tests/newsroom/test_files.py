"""How pages name stored files."""

import pytest
from django.core.files.storage import FileSystemStorage

from newsroom.files import Files
from newsroom.static_files import StaticFiles

NAMES = [
    *["renditions/a-wide-800.avif", "a.css", "newsroom/icon-512.png", "a/b/c_d.tar.gz", "plain"],
    *[
        "a b.jpg",
        "käse.jpg",
        "/a.jpg",
        "a//b.jpg",
        "../a.jpg",
        "./a.jpg",
        "a\\b.jpg",
        "a?b.jpg",
        "a#b",
        "a%20b.jpg",
        ".a",
    ],
    *["a.", "a/", "http://b/c.jpg", "x\ny.jpg", "y.jpg\n"],
]


@pytest.mark.parametrize("base", ["/files/", "https://files.example/m/"])
@pytest.mark.parametrize("name", NAMES)
def test_a_file_has_the_address_that_django_gives_it(base, name, tmp_path):
    told = [kind(location=tmp_path, base_url=base).url(name) for kind in (Files, StaticFiles)]
    assert told == [FileSystemStorage(location=tmp_path, base_url=base).url(name)] * 2


def test_files_that_nobody_may_fetch_have_no_address(tmp_path):
    hidden = Files(location=tmp_path)
    hidden.base_url = None
    with pytest.raises(ValueError, match="not accessible"):
        hidden.url("a.jpg")
