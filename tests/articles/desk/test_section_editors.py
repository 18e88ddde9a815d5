"""Section editors: editors in the sections that they were given, reporters everywhere else."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.desk import people, resaving, workflow
from articles.desk.front_slots import acts
from articles.desk.rules import Role, may_move, role_of
from articles.models import Article, Slot
from comments.models import ErrorReport
from tests import make
from tests.articles.desk.conftest import ADD, change_url, typed
from tests.articles.desk.doors import HOUR

pytestmark = pytest.mark.django_db
LIST, CALENDAR = "/admin/articles/article/", "/admin/articles/article/calendar/"


@pytest.fixture
def world():
    return make.section("World")


@pytest.fixture
def sport():
    return make.section("Sport")


@pytest.fixture
def ines(world):
    return make.section_editor("ines", world)


@pytest.fixture
def as_ines(client, ines):
    client.force_login(ines)
    return client


def test_a_section_alone_makes_nobody_an_editor_and_the_role_alone_neither(world):
    rosa, idle, story = make.reporter("rosa"), make.section_editor("idle"), make.article(section=world)
    world.editors.add(rosa)
    assert [role_of(user, story) for user in (rosa, idle)] == [Role.OUTSIDER, Role.OUTSIDER]
    assert role_of(idle, None) == Role.WRITER


def test_every_list_holds_the_stories_of_the_section_and_their_own(as_ines, ines, world, sport):
    soon = timezone.now() + HOUR
    for headline, section, by in (("Inlandish", world, None), ("Outlandish", sport, None), ("Hers", sport, ines)):
        story = make.article(headline, section=section, by=by, planned_for=soon)
        workflow.schedule(story, by=make.superuser(), live_from=soon)
    for address in (
        LIST,
        CALENDAR,
        "/admin/",
        "/admin/articles/article/?q=landish",
        "/admin/articles/article/reports/",
    ):
        text = as_ines.get(address).text
        assert "Outlandish" not in text, address
        assert "reports" in address or "Inlandish" in text, address
    assert "Hers" in as_ines.get(LIST).text


def test_the_calendar_costs_the_same_with_1_and_20_stories(as_ines, world):
    def cost():
        with CaptureQueriesContext(connection) as captured:
            as_ines.get(CALENDAR)
        return len(captured)

    def more(number):
        for _n in range(number):
            make.live(section=world, by=make.superuser())

    more(1)
    as_ines.get(CALENDAR)
    one = cost()
    more(19)
    assert cost() == one


def test_what_is_handed_in_is_told_to_the_editors_of_its_section(ines, world, sport):
    make.section_editor("otto", sport)
    editor = make.editor("olga")
    assert set(people.editors(world.pk)) == {ines, editor}
    assert set(people.editors(None)) == {editor}


def test_moving_takes_an_editor_of_both_sections(ines, world, sport):
    law = make.section("Law")
    ines.sections.add(law)
    theirs, foreign = make.article(section=world), make.article(section=sport)
    own_here, own_there = make.article(section=world, by=ines), make.article(section=sport, by=ines)
    own_seen = make.live(section=sport, by=make.superuser()).article
    Article.objects.filter(pk=own_seen.pk).update(created_by=ines)
    own_seen.refresh_from_db()
    assert may_move(ines, theirs, law)
    assert not may_move(ines, theirs, sport)
    assert not may_move(ines, theirs, None)
    assert may_move(ines, own_here, sport)
    assert may_move(ines, own_there, world)
    assert not may_move(ines, own_seen, world)
    assert may_move(make.editor(), foreign, world)
    with pytest.raises(workflow.NotPossible):
        resaving.put_into(theirs, sport, by=ines)


def test_the_form_says_why_a_story_stays_and_keeps_what_was_typed(as_ines, world, sport):
    story = make.article("Of World", section=world)
    answer = as_ines.post(change_url(story), typed(story, headline="Typed", section=str(sport.pk)))
    assert "Only an editor of both sections" in answer.text
    assert "Typed" in answer.text
    story.refresh_from_db()
    assert (story.headline, story.section) == ("Of World", world)


def test_a_new_story_of_another_section_is_saved_and_not_published(as_ines, sport):
    sent = typed(headline="Hers", section=str(sport.pk), body="<p>Text.</p>", standfirst="So.", _publish="1")
    answer = as_ines.post(ADD, sent, follow=True)
    story = Article.objects.get(headline="Hers")
    assert "there another editor decides" in answer.text
    assert not story.editions.exists()


def test_an_old_version_brings_back_everything_but_another_s_section(as_ines, ines, world, sport):
    story = make.article("First", section=sport)
    Article.objects.filter(pk=story.pk).update(section=world)
    make.rewrite(Article.objects.get(pk=story.pk), "Second")
    story.refresh_from_db()
    restore = {"start": "revision:1", "version": str(story.version), "everything": "on"}
    as_ines.post(change_url(story, "restore"), restore)
    story.refresh_from_db()
    assert (story.headline, story.section) == ("First", world)


def test_errors_that_readers_report_are_settled_in_their_sections(as_ines, world, sport):
    mine, other = (
        ErrorReport.objects.create(article=make.article(section=section), text=f"Wrong in {section}.")
        for section in (world, sport)
    )
    text = as_ines.get("/admin/comments/errorreport/").text
    assert "Wrong in World" in text
    assert "Wrong in Sport" not in text
    for report in (mine, other):
        as_ines.post(f"/admin/comments/errorreport/{report.pk}/settle/", {"state": "dismissed", "seen": "open"})
        report.refresh_from_db()
    assert (mine.state, other.state) == ("dismissed", "open")


def test_on_the_front_page_they_place_their_own_sections_stories(as_ines, ines, world, sport):
    from django.contrib.auth.models import Permission
    from django.core.exceptions import PermissionDenied

    ines.user_permissions.add(Permission.objects.get(codename="arrange_front"))
    ines = type(ines).objects.get(pk=ines.pk)
    within, without = (make.live(f"In {one}", section=one, by=make.superuser()).article for one in (world, sport))
    found = as_ines.get("/admin/articles/article/front/").context["found"]
    assert [row["edition"].headline for row in found] == ["In World"]
    acts.place(within, by=ines, seen=acts.token([]))
    with pytest.raises(PermissionDenied):
        acts.place(without, by=ines, seen=acts.token(list(Slot.objects.current())))
