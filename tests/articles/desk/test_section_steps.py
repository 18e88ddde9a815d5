"""What a section asks for before its stories go out."""

import pytest

from articles.desk import revisions, workflow
from articles.desk.checks import examine
from articles.desk.draft import Draft
from articles.desk.workflow import NotReady
from articles.models import Article, Section
from tests import make

pytestmark = pytest.mark.django_db


def test_an_editor_says_what_a_section_needs(as_editor):
    section = make.section("Law")
    url = f"/admin/articles/section/{section.pk}/change/"
    page = as_editor.get(url).text
    assert "only after an editor has approved" in page
    assert "only after somebody outside has signed it off" in page
    data = {
        "name": "Law",
        "slug": "law",
        "hue": "red",
        "position": "0",
        "band_size": "4",
        "needs_approval": "on",
        "needs_sign_off": "on",
    }
    assert as_editor.post(url, data).status_code == 302
    stored = Section.objects.get(slug="law")
    assert (stored.needs_approval, stored.needs_sign_off) == (True, True)
    assert "approval, sign-off" in as_editor.get("/admin/articles/section/").text


def test_a_reporter_does_not(as_reporter):
    section = make.section("Law")
    assert as_reporter.post(f"/admin/articles/section/{section.pk}/change/", {"name": "Law"}).status_code == 403


@pytest.mark.parametrize(("stage", "passes"), [("draft", False), ("review", False), ("approved", True)])
def test_a_story_waits_for_the_approval_that_its_section_needs(editor, stage, passes):
    article = make.article(section=make.section("Law", needs_approval=True), stage=stage)
    if passes:
        assert workflow.publish(article, by=editor).number == 1
    else:
        with pytest.raises(NotReady, match="approval of an editor"):
            workflow.publish(article, by=editor)


def test_a_sign_off_covers_what_was_signed_and_no_word_more(editor):
    article = make.article(by=editor, section=make.section("Law", needs_sign_off=True))
    link = workflow.share(article, by=editor, person="Counsel", days=1, asks_sign_off=True)
    workflow.answer(link, name="Ann", signs_off=True)
    draft = Draft.of(Article.objects.get(pk=article.pk))
    said = revisions.snapshot_of(draft)
    said["fields"]["body"] += "<p>One word more.</p>"
    typed_on = Draft.from_snapshot(article, said)
    assert [[p.code for p in examine(one) if p.is_step] for one in (draft, typed_on)] == [[], ["not_signed_off"]]


def test_both_steps_are_asked_for_together(editor):
    article = make.article(section=make.section("Law", needs_approval=True, needs_sign_off=True))
    with pytest.raises(NotReady) as refusal:
        workflow.publish(article, by=editor)
    assert {problem.code for problem in refusal.value.problems} == {"not_approved", "not_signed_off"}
    assert all(problem.is_step for problem in refusal.value.problems)
    link = workflow.share(article, by=editor, person="Counsel", days=7, asks_sign_off=True)
    workflow.answer(link, signs_off=True, name="Ann")
    workflow.submit(article, by=editor)
    workflow.approve(article, by=editor)
    assert workflow.publish(article, by=editor).number == 1
