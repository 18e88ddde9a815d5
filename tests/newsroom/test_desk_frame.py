"""What stands around every page of the desk: the sidebar, and who finds what in it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.desk import workflow
from newsroom.desk import sidebar
from tests import make

pytestmark = pytest.mark.django_db
TODAY = "/admin/"
CONVERSATION = [
    "Moderation",
    "Comments",
    "People",
    "Block rules",
    "Groups of stories",
    "Discussions",
    "Mentions",
    "Rules",
    "My mail on comments",
]


def groups(client, url: str = TODAY) -> list[sidebar.Group]:
    return client.get(url).context["sidebar"]()


def places(client) -> dict[str, list[str]]:
    """What the sidebar says, by group: names of places, with what waits there."""
    return {
        group.name: [f"{place.name} {place.waiting}".strip() for place in group.places] for group in groups(client)
    }


@pytest.fixture
def enter(client):
    def as_(user):
        client.force_login(user)
        return client

    return as_


def test_editor_finds_every_place_of_work(enter):
    found = places(enter(make.editor()))
    assert found["Desk"][:3] == ["Today", "Articles", "Calendar"]
    assert {"Pictures", "Sections", "Tags", "Authors"} <= set(found["Desk"])
    assert found["Conversation"] == [*CONVERSATION[:-1], "Errors reported", CONVERSATION[-1]]


def test_reporter_finds_of_the_conversation_what_is_mailed(enter):
    found = places(enter(make.reporter()))
    assert found["Conversation"] == ["My mail on comments"]
    assert "Articles" in found["Desk"]


def test_moderator_finds_no_stories(enter):
    found = places(enter(make.moderator()))
    assert found == {"Desk": ["Today"], "Conversation": CONVERSATION}


def test_chief_finds_the_house(enter):
    assert {"Users", "Groups", "Log"} <= set(places(enter(make.chief()))["House"])


def test_sidebar_says_what_waits(enter):
    editor = make.editor()
    workflow.submit(make.article(), by=editor)
    assert places(enter(editor))["Desk"][0] == "Today 1"


def test_count_stops_where_it_would_cost(enter, monkeypatch):
    monkeypatch.setattr(sidebar, "MOST", 2)
    editor = make.editor()
    for _number in range(4):
        workflow.submit(make.article(), by=editor)
    assert places(enter(editor))["Desk"][0] == "Today 2+"


@pytest.mark.parametrize(
    ("url", "name"),
    [("/admin/", "Today"), ("/admin/articles/article/add/", "Articles"), ("/admin/comments/block/", "Block rules")],
)
def test_place_of_the_page_is_marked(enter, url, name):
    client = enter(make.editor())
    assert [place.name for group in groups(client, url) for place in group.places if place.is_current] == [name]
    assert client.get(url).text.count('aria-current="page"') == 1


@pytest.mark.parametrize(("role", "most"), [("editor", 2), ("moderator", 1), ("reporter", 1)])
def test_sidebar_asks_little(enter, role, most, rf):
    user = getattr(make, role)()
    request = rf.get("/admin/")
    request.user = user
    user.get_all_permissions()
    with CaptureQueriesContext(connection) as captured:
        sidebar.groups(request, [{"models": [{"object_name": "Comment", "admin_url": "/c/", "name": "Comments"}]}])
    assert len(captured) <= most


def test_anonymous_sees_no_sidebar(client):
    assert b'id="places"' not in client.get("/admin/login/").content


def test_pages_of_one_app_lead_to_today(enter):
    assert enter(make.editor()).get("/admin/articles/").headers["Location"] == TODAY


def test_nothing_found_at_the_desk_is_said_in_its_frame(enter):
    page = enter(make.editor()).get("/admin/nothing/here/")
    assert page.status_code == 404
    assert b'id="places"' in page.content


def test_a_page_that_is_not_open_to_one_is_refused_in_the_desks_frame(enter):
    page = enter(make.moderator()).get("/admin/articles/illustration/")
    assert page.status_code == 403
    assert b'id="places"' in page.content
    assert "Not allowed" in page.text


@pytest.mark.parametrize("path", ["/admin/nothing/", "/nothing/"])
def test_a_stranger_learns_nothing_of_the_desk(client, path):
    page = client.get(path, follow=True)
    assert b'id="places"' not in page.content
