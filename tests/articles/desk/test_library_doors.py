"""Who may change a picture: what readers see of one is published, so a reporter cannot change it."""

import pytest

from articles.models import Illustration
from tests import make
from tests.articles.desk.conftest import upload

pytestmark = pytest.mark.django_db
LIST = "/admin/articles/illustration/"
TYPED = {
    "title": "P",
    "alt": "Rewritten",
    "caption": "Rewritten",
    "licence": "own",
    "credit": "Drawing: The Plumb Line",
    "focal_x": "0.5",
    "focal_y": "0.5",
}


def change(picture: Illustration) -> str:
    return f"{LIST}{picture.pk}/change/"


def at_head(picture: Illustration) -> None:
    make.live(illustration=picture)


def in_text(picture: Illustration) -> None:
    make.live(body=f'<p>One.</p><figure><img data-file="{picture.pk}"></figure>')


def in_the_past(picture: Illustration) -> None:
    make.live(illustration=picture).move_end(make.timezone.now())


def of_a_colleague(picture: Illustration) -> None:
    Illustration.objects.filter(pk=picture.pk).update(created_by=make.reporter("bo"))


def of_nobody(picture: Illustration) -> None:
    Illustration.objects.filter(pk=picture.pk).update(created_by=None)


def in_an_article(picture: Illustration) -> None:
    make.article(illustration=picture, body=f'<figure><img data-file="{picture.pk}"></figure>')


def beside_another(picture: Illustration) -> None:
    make.live(illustration=make.illustration(), body=f'<p>One.</p><img data-file="{picture.pk}1">')


CLOSED = [at_head, in_text, in_the_past, of_a_colleague, of_nobody]
OPEN = [in_an_article, beside_another]


@pytest.mark.parametrize("where", CLOSED)
def test_reporter_looks_at_a_picture_and_cannot_change_it(as_reporter, reporter, where):
    picture = make.illustration(created_by=reporter, title="Harbour at noon")
    where(picture)
    page = as_reporter.get(change(picture))
    assert page.status_code == 200
    assert "Harbour at noon" in page.text
    assert 'name="_save"' not in page.text
    assert 'name="upload"' not in page.text
    for data in (TYPED, TYPED | {"upload": upload()}, TYPED | {"_continue": "1"}, TYPED | {"_popup": "1"}):
        assert as_reporter.post(change(picture), data).status_code == 403
    stored = Illustration.objects.get(pk=picture.pk)
    assert (stored.alt, stored.caption, stored.file) == (picture.alt, picture.caption, picture.file)


@pytest.mark.parametrize("where", CLOSED)
def test_lists_are_no_way_round(as_reporter, reporter, where):
    picture = make.illustration(created_by=reporter)
    where(picture)
    as_reporter.post(LIST, {"action": "delete_selected", "_selected_action": [picture.pk], "post": "yes"})
    rows = {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "1", "form-0-id": picture.pk, "form-0-alt": "Rewritten"}
    as_reporter.post(LIST, rows | {"_save": "Save"})
    assert as_reporter.post(f"{LIST}{picture.pk}/delete/", {"post": "yes"}).status_code == 403
    assert Illustration.objects.get(pk=picture.pk).alt == picture.alt


@pytest.mark.parametrize("where", OPEN)
def test_reporter_changes_a_picture_of_theirs_that_no_edition_shows(as_reporter, reporter, where):
    picture = make.illustration(created_by=reporter)
    where(picture)
    assert 'name="_save"' in as_reporter.get(change(picture)).text
    assert as_reporter.post(change(picture), TYPED).status_code == 302
    assert Illustration.objects.get(pk=picture.pk).alt == "Rewritten"


@pytest.mark.parametrize("where", CLOSED + OPEN)
def test_editor_changes_any_picture(as_editor, where):
    picture = make.illustration()
    where(picture)
    assert as_editor.post(change(picture), TYPED).status_code == 302
    assert Illustration.objects.get(pk=picture.pk).alt == "Rewritten"


def test_form_learns_of_a_picture_by_its_number(as_reporter, client):
    picture = make.illustration(title="A harbour", credit="Tan", licence="agency", ai_made=True)
    page = as_reporter.get(f"{LIST}{picture.pk}/chosen/").text
    for words in ("A harbour", "Credit: Tan, ", "Made with AI.", change(picture), "<picture"):
        assert words in page
    for unknown in ("0", "9" * 18, "9" * 40):
        assert "No picture chosen." in as_reporter.get(f"{LIST}{unknown}/chosen/").text
    client.force_login(make.moderator())
    assert client.get(f"{LIST}{picture.pk}/chosen/").status_code == 403
