"""What browsers fetch ahead: stories, told by a header of public pages."""

import re

import pytest

from tests import make

RULES = "/prefetch.json"


def test_the_rules_name_stories_alone(client):
    answer = client.get(RULES)
    assert answer.headers["Content-Type"] == "application/speculationrules+json"
    (rule,) = answer.json()["prefetch"]
    pattern = rule["where"]["and"][0]["href_matches"]
    # As a browser reads it: a group with its expression in brackets, or a part of the path.
    path = re.sub(r":\w+(\([^)]*\))?", lambda part: part[1] or "[^/]+?", pattern["pathname"])
    assert re.fullmatch(path, "/2026/04/25/slug/")
    for other in ("/admin/", "/search/", "/preview/x/", "/2026/04/25/slug/comment/", "/comment/7/", "/oembed/"):
        assert not re.fullmatch(path, other)
    assert pattern["search"] == ""
    assert rule["eagerness"] == "moderate"


@pytest.mark.django_db
def test_public_pages_point_to_them_and_others_do_not(client):
    story = make.live("A story")
    assert client.get("/section/world/").headers["Speculation-Rules"] == f'"{RULES}"'
    assert "Speculation-Rules" not in client.get(story.get_absolute_url()).headers
    assert "Speculation-Rules" not in make.browser(make.reporter()).get("/admin/").headers
    assert "Speculation-Rules" not in client.get(RULES).headers
