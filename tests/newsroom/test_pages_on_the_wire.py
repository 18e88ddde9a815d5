"""What pages weigh: the budgets of HTML and CSS, as a browser receives them."""

import gzip
from pathlib import Path

import pytest
from django.conf import settings

from tests import make

pytestmark = pytest.mark.django_db
CSS = Path(settings.BASE_DIR) / "newsroom" / "static" / "newsroom" / "newsroom.css"


def compressed(client, path):
    response = client.get(path, headers={"accept-encoding": "gzip"})
    assert response.headers["Content-Encoding"] == "gzip"
    return len(response.content)


def test_pages_stay_within_their_budgets(client):
    sections = [make.section(name) for name in ("World", "Technology", "Science", "Culture", "Business", "Opinion")]
    for number in range(40):
        make.live(f"A headline of usual length, number {number}", section=sections[number % 6], tags=["coast", "sea"])
    story = make.live("The story", tags=["coast"], body="<p>A paragraph of forty words or so.</p>" * 40)
    assert compressed(client, "/") <= 12_000
    assert compressed(client, story.get_absolute_url()) <= 10_000


def test_the_stylesheet_stays_within_its_budget():
    sheet = CSS.read_bytes()
    assert len(sheet) <= 12_000
    assert len(gzip.compress(sheet, 9)) <= 4_000
