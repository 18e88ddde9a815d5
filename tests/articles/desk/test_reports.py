"""Reports: what each lists, for whom, at what cost, and as a table to take away."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.desk import revisions, workflow
from articles.desk.reports import counts
from articles.desk.reports.kinds import REPORTS
from articles.desk.spreadsheet import plain
from articles.models import Article, Illustration, LinkCheck, PictureUse, Slot
from tests import make

pytestmark = pytest.mark.django_db
INDEX = "/admin/articles/article/reports/"
NAMES = [report.name for report in REPORTS]
DAY = timedelta(days=1)
SOURCE = ("AI Business", "https://ai.example/a", "based_on")


def whole(headline: str = "Whole", **fields):
    """A live story that no report has anything to say about."""
    fields = {"tags": ["ports"], "sources": [SOURCE], "illustration": make.illustration()} | fields
    return make.live(headline, **fields)


def listed(client, name: str, **query) -> list[str]:
    return [line.headline for line in client.get(f"{INDEX}{name}/", query).context["lines"]]


@pytest.fixture
def sound(db):
    return whole("Sound")


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("no-picture", {"illustration": None}),
        ("no-tags", {"tags": []}),
        ("no-source", {"sources": []}),
        ("no-description", {"standfirst": ""}),
    ],
)
def test_a_live_story_that_lacks_something_is_listed(as_editor, sound, name, fields):
    story = whole("Wanting", **fields)
    assert listed(as_editor, name) == ["Wanting"]
    link = as_editor.get(f"{INDEX}{name}/").context["lines"][0].address
    assert link.startswith(f"/admin/articles/article/{story.article_id}/change/#")
    workflow.unpublish(story.article, by=make.superuser())
    assert listed(as_editor, name) == []


def test_a_picture_without_words_is_listed_until_they_are_there(as_editor, sound):
    silent = make.illustration(decorative=True)
    lead, inside = whole("Lead", illustration=silent), whole("In its text")
    figure = f'<figure><img data-file="{silent.pk}" alt="" src="/media/x.jpg"></figure><p>Words.</p>'
    Article.objects.filter(pk=inside.article_id).update(body=figure)
    edition = workflow.publish(Article.objects.get(pk=inside.article_id), by=make.superuser())
    PictureUse.objects.get_or_create(illustration=silent, edition=edition)
    assert listed(as_editor, "no-alt") == []
    Illustration.objects.filter(pk=silent.pk).update(decorative=False)
    assert set(listed(as_editor, "no-alt")) == {"Lead", "In its text"}
    Illustration.objects.filter(pk=silent.pk).update(alt="A quay at dawn")
    assert listed(as_editor, "no-alt") == []
    assert lead.illustration_id == silent.pk


def test_an_opinion_needs_no_source(as_editor):
    whole("View", sources=[], label="opinion")
    assert listed(as_editor, "no-source") == []


def test_only_what_is_meant_to_last_grows_stale(as_editor, settings):
    old = 100 * DAY
    whole("Old news", ago=old)
    whole("Old explainer", ago=old, label="explainer")
    whole("New explainer", ago=80 * DAY, label="explainer")
    Slot.objects.create(article=whole("Still on the front page", ago=2 * old).article, position=0)
    assert listed(as_editor, "stale") == ["Still on the front page", "Old explainer"]
    settings.NEWSROOM_STALE_DAYS = 70
    assert "New explainer" in listed(as_editor, "stale")


def test_broken_links_of_live_stories_are_listed(as_editor):
    links = {"gone": (404, 1), "down": (503, 2), "hiccup": (503, 1), "well": (200, 0), "unpublished": (404, 1)}
    for name, (status, failures) in links.items():
        url = f"https://{name}.example/"
        LinkCheck.objects.create(url=url, status=status, failures=failures, problem="No." if failures else "")
        maker = make.article if name == "unpublished" else make.live
        maker(name, sources=[("A source", url, "based_on")])
    assert set(listed(as_editor, "broken-links")) == {"gone", "down"}


def test_a_report_of_links_that_nobody_has_asked_is_not_called_clear(as_editor):
    make.live(sources=[("A source", "https://a.example/", "based_on")])
    for path in ("", "broken-links/"):
        page = as_editor.get(INDEX + path).text
        assert "Never asked; run check_links." in page
        assert "All is well" not in page
    LinkCheck.objects.create(url="https://a.example/", status=200, checked_at=datetime(2030, 6, 12, 12, tzinfo=UTC))
    for path in ("", "broken-links/"):
        assert "Last asked on 12 Jun 2030, 12:00" in as_editor.get(INDEX + path).text
    assert "All is well" in as_editor.get(f"{INDEX}broken-links/").text


def test_tags_that_no_live_story_has_are_listed(as_editor, sound):
    make.article(tags=["only drafted"])
    assert listed(as_editor, "orphan-tags") == ["only drafted"]


def test_drafts_that_were_given_up_are_listed(as_editor):
    for name in ("Given up", "Planned", "Out once"):
        article = whole(name).article if name == "Out once" else make.article(name)
        planned = timezone.now() + DAY if name == "Planned" else None
        Article.objects.filter(pk=article.pk).update(saved_at=timezone.now() - 91 * DAY, planned_for=planned)
    make.article("Fresh")
    assert listed(as_editor, "abandoned") == ["Given up"]


def test_what_is_overdue_is_listed_until_it_is_handed_in(as_editor, editor):
    late = make.article("Late", due_at=timezone.now() - DAY)
    make.article("In time", due_at=timezone.now() + DAY)
    whole("Out early", ago=3 * DAY, due_at=timezone.now() - DAY)
    assert listed(as_editor, "overdue") == ["Late"]
    workflow.submit(late, by=editor)
    assert listed(as_editor, "overdue") == []


def test_what_is_planned_soon_and_not_ready_is_listed(as_editor, editor):
    strict, soon = make.section("Strict", needs_approval=True), timezone.now() + DAY
    make.article("Unwritten", body="", planned_for=soon)
    make.article("Unapproved", section=strict, planned_for=soon)
    make.article("Ready", planned_for=soon)
    make.article("Later", body="", planned_for=soon + 7 * DAY)
    approved = make.article("Approved", section=strict, planned_for=soon)
    workflow.submit(approved, by=editor)
    workflow.approve(approved, by=editor)
    assert set(listed(as_editor, "unready")) == {"Unwritten", "Unapproved"}


def test_what_is_scheduled_and_written_on_since_is_listed(as_editor, editor):
    from articles.desk import revisions

    story = make.article("First words")
    workflow.schedule(story, by=editor, live_from=timezone.now() + DAY)
    assert listed(as_editor, "behind") == []
    revisions.record(make.rewrite(story, "Later words"), by=editor)
    assert listed(as_editor, "behind") == ["First words"]


# --- For whom ---


def test_a_reporter_sees_their_own(as_reporter, reporter):
    make.live("Rosa’s", by=make.superuser(), assignee=reporter)
    make.live("Another’s")
    assert listed(as_reporter, "no-picture") == ["Rosa’s"]
    assert "orphan-tags" not in as_reporter.get(INDEX).text
    assert as_reporter.get(f"{INDEX}orphan-tags/").status_code == 403


def test_counts_are_told_in_one_question_and_capped(editor, django_assert_num_queries):
    whole("One without tags", tags=[])
    make.article(tags=[f"tag {number}" for number in range(120)])
    editor.has_perm("articles.change_article")
    with django_assert_num_queries(1):
        found = {title: number for title, number, _address in counts(editor)}
    assert found == {"No tags": "1", "Orphan tags": "99+"}
    with django_assert_num_queries(0):
        counts(editor)


def test_doors(client, reporter):
    for path in (INDEX, f"{INDEX}no-tags/", f"{INDEX}no-tags/csv/"):
        client.logout()
        assert client.get(path).status_code == 302
        client.force_login(make.moderator())
        assert client.get(path).status_code == 403
        client.force_login(reporter)
        assert client.get(path).status_code == 200
        assert client.post(path).status_code == 405


@pytest.mark.parametrize(
    "path",
    ["nothing/", "no-tags/?page=0", "no-tags/?page=2", "no-tags/?page=%00", "no-tags/?section=none"]
    + ["no-tags/?section=%00", "orphan-tags/?section=world", "no-tags/?page=99999999999", "no-tags/csv/?section=x"],
)
def test_what_cannot_be_is_not_found(as_editor, sound, path):
    assert as_editor.get(INDEX + path).status_code == 404


# --- The lists ---


def test_a_list_is_narrowed_to_a_section_and_paged(as_editor):
    for number in range(51):
        make.live(f"W{number}", section=make.section("World"))
    make.live("S", section=make.section("Science"))
    assert listed(as_editor, "no-picture", section="science") == ["S"]
    assert len(listed(as_editor, "no-picture", section="world")) == 50
    assert len(listed(as_editor, "no-picture", section="world", page="2")) == 1


def test_every_report_costs_the_same_for_1_20_and_50_rows(as_editor):
    def fill(number: int) -> None:
        for _ in range(number):
            past, soon, key = timezone.now() - DAY, timezone.now() + DAY, f"u{Article.objects.count()}"
            url = f"https://{key}.example/"
            LinkCheck.objects.create(url=url, status=404, failures=1, problem="Gone.")
            make.live(standfirst="", sources=[("S", url, "based_on")], section=make.section(key))
            make.live(ago=100 * DAY, label="explainer", illustration=make.illustration())
            Illustration.objects.update(decorative=False)
            late = make.article(due_at=past, assignee=make.reporter(), section=make.section(key), tags=[f"t{key}"])
            make.article(body="", planned_for=soon, assignee=late.assignee, section=late.section)
            old = make.article(assignee=late.assignee, section=late.section)
            Article.objects.filter(pk=old.pk).update(saved_at=past - 99 * DAY)
            ahead = make.article(section=late.section)
            workflow.schedule(ahead, by=make.superuser(), live_from=soon)
            Article.objects.filter(pk=ahead.pk).update(headline="Later words")
            revisions.record(Article.objects.get(pk=ahead.pk), by=None)

    costs = {name: [] for name in NAMES}
    for number in (1, 19, 30):
        fill(number)
        for name in NAMES:
            assert listed(as_editor, name)
            with CaptureQueriesContext(connection) as queries:
                as_editor.get(f"{INDEX}{name}/")
            costs[name].append(len(queries))
    assert {name: found for name, found in costs.items() if len(set(found)) > 1} == {}


def test_a_table_streams_all_rows_and_no_formula(as_editor):
    whole('=HYPERLINK("https://evil.example","x"), "q"', tags=[])
    for number in range(60):
        whole(f"Story {number}", tags=[])
    response = as_editor.get(f"{INDEX}no-tags/csv/")
    assert response.streaming
    text = response.getvalue().decode("utf-8-sig")
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert 'filename="no-tags.csv"' in response.headers["Content-Disposition"]
    lines = text.splitlines()
    assert len(lines) == 62
    assert lines[0] == '"Story","Section","When","Detail","Address"'
    assert any(line.startswith('"\'=HYPERLINK(""https://evil.example"",""x""), ""q""","World",') for line in lines)


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1"])
def test_a_cell_never_begins_a_formula(cell):
    assert plain(cell) == f"'{cell}"
    assert plain("Ports") == "Ports"
