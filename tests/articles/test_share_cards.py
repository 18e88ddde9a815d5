"""Cards that stand for pages without a picture: what is on them, who gets one, and that they tell no secrets."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.contrib.staticfiles import finders
from django.core.files.storage import default_storage
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops

from articles.desk import workflow
from articles.pictures import card, card_drawing
from articles.public import share_cards
from articles.tasks import draw_card
from tests import make

pytestmark = pytest.mark.anywhere

FACE = finders.find(share_cards.FACE)
LONG = "The ferry left on time, came back late, and nobody aboard could say where the hours had gone " * 3
widths = st.lists(st.integers(1, 300), min_size=1, max_size=14)


def drawn(title: str, beside: Image.Image | None = None) -> Image.Image:
    words = card.Words(title, "World", "The Plumb Line", picture="p.webp" if beside else "")
    return Image.open(BytesIO(card_drawing.draw(words, FACE, beside))).convert("RGB")


def inked(image: Image.Image, box: tuple[int, int, int, int]) -> bool:
    part = image.crop(box)
    return ImageChops.difference(part, Image.new("RGB", part.size, card_drawing.PAPER)).getbbox() is not None


# --- How they are set ---


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(widths, st.integers(300, 900))
def test_lines_are_as_few_as_they_can_be_and_none_is_too_long(widths, room):
    counts = card_drawing.lines(widths, 5, room)
    assert sum(counts) == len(widths)
    assert all(counts)
    start, fewest, used = 0, 1, -5
    for count in counts:
        assert sum(widths[start : start + count]) + 5 * (count - 1) <= room
        start += count
    for width in widths:
        fits = used + 5 + width <= room
        fewest, used = (fewest, used + 5 + width) if fits else (fewest + 1, width)
    assert len(counts) <= fewest


def test_last_word_is_not_left_alone():
    assert card_drawing.lines([100] * 9, 0, 400) == [3, 3, 3]
    assert card_drawing.lines([100] * 5, 0, 400) in ([2, 3], [3, 2])
    assert card_drawing.lines([500], 0, 400) is None


@pytest.mark.parametrize("hue", [*card_drawing.HUES, "no such hue"])
def test_section_is_read_on_paper_in_every_hue(hue):
    def luminance(colour):
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (one / 255 for one in colour)]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    assert (luminance(card_drawing.PAPER) + 0.05) / (luminance(card_drawing.colour(hue)) + 0.05) >= 4.5


@pytest.mark.parametrize("title", ["Yes", LONG, "Donaudampfschifffahrtsgesellschaftskapitän" * 3, "", " ", "a" * 200])
def test_headline_of_any_length_stays_inside_the_card(title):
    image = drawn(title)
    width, height = card.SIZE
    assert image.size == (width, height)
    assert inked(image, (0, 0, width, card_drawing.BAR))
    for margin in (
        (0, card_drawing.BAR, 50, height),
        (width - 50, card_drawing.BAR, width, height),
        (0, height - 16, width, height),
    ):
        assert not inked(image, margin)
    assert inked(image, (60, 220, width - 60, height)) is bool(title.strip())


def test_picture_stands_beside_the_words():
    image = drawn("The ferry left", Image.new("RGB", (480, 480), "navy"))
    red, green, blue = image.getpixel((card.SIZE[0] - 10, 300))
    assert blue > 100 > max(red, green)
    assert not inked(
        image, (card.SIZE[0] - card_drawing.PICTURE - 55, 200, card.SIZE[0] - card_drawing.PICTURE - 2, 600)
    )


def test_words_that_no_face_can_set_are_left_out_and_not_drawn_as_boxes(monkeypatch):
    monkeypatch.setattr(card_drawing, "_others", lambda face: ())
    assert card_drawing.face_for.__wrapped__("Zürich: “ça va”", FACE) == FACE
    assert card_drawing.face_for.__wrapped__("東京", FACE) is None


def test_name_follows_from_everything_that_is_on_the_card():
    words = {"title": "A", "kicker": "B", "site": "C", "hue": "blue", "picture": ""}
    others = [card.Words(**words | {name: "D"}).name for name in words]
    assert len({card.Words(**words).name, *others}) == 6
    assert card.Words(**words).name == card.Words(**words).name


# --- Who gets one ---


@pytest.mark.django_db
def test_story_gets_its_card_once_and_for_ever(client, monkeypatch):
    edition = make.live("The ferry left on time")
    shown = share_cards.of_story(edition)
    response = client.get(shown.path)
    assert (response.status_code, response.headers["Content-Type"]) == (200, "image/png")
    assert "immutable" in response.headers["Cache-Control"]
    assert "Cookie" not in response.headers.get("Vary", "")
    assert Image.open(BytesIO(response.content)).size == card.SIZE
    assert default_storage.exists(shown.stored_name)
    monkeypatch.setattr(card_drawing, "draw", None)
    assert client.get(shown.path).content == response.content


@pytest.mark.django_db
def test_old_name_of_a_card_leads_to_the_present_one(client):
    edition = make.live("Grimsby wins")
    old = share_cards.of_story(edition).path
    new = share_cards.of_story(workflow.publish(make.rewrite(edition.article, "Hull wins"), by=make.editor())).path
    response = client.get(old)
    assert (response.status_code, response.headers["Location"]) == (302, new)


@pytest.mark.django_db
def test_only_what_is_public_now_gets_a_card(client):
    editor = make.editor()
    scheduled = workflow.schedule(make.article(), by=editor, live_from=timezone.now() + timedelta(hours=1))
    gone, killed = make.live(), make.live()
    workflow.unpublish(gone.article, by=editor)
    workflow.withdraw(killed.article, by=editor, notice="Wrong.")
    for edition in (scheduled, gone, killed):
        shown = share_cards.of_story(edition)
        draw_card.call(edition.article_id)
        assert client.get(shown.path).status_code == 404
        assert not default_storage.exists(shown.stored_name)


@pytest.mark.django_db
def test_desk_sees_the_card_of_a_draft_and_keeps_it_nowhere():
    article = make.article("Not yet for readers")
    desk = make.browser(make.editor())
    path = f"/admin/articles/article/{article.pk}"
    assert f'<img src="{path}/card/"' in desk.get(f"{path}/change/").text
    before = default_storage.listdir("cards")[1] if default_storage.exists("cards") else []
    response = desk.get(f"{path}/card/")
    assert Image.open(BytesIO(response.content)).size == card.SIZE
    assert "no-store" in response.headers["Cache-Control"]
    assert (default_storage.listdir("cards")[1] if default_storage.exists("cards") else []) == before


@pytest.mark.django_db
def test_worker_draws_the_card_when_the_story_is_live(settings, django_capture_on_commit_callbacks):
    from django_tasks_db.models import DBTaskResult

    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    editor, at = make.editor(), timezone.now() + timedelta(hours=1)
    with django_capture_on_commit_callbacks(execute=True):
        workflow.publish(make.article(), by=editor)
        workflow.schedule(make.article(), by=editor, live_from=at)
    drawn = DBTaskResult.objects.filter(task_path="articles.tasks.draw_card").order_by("enqueued_at")
    assert [task.run_after == at for task in drawn] == [False, True]


@pytest.mark.django_db
def test_task_draws_the_card_of_a_live_story():
    edition = make.live("Drawn before anybody asks", illustration=make.illustration())
    draw_card.call(edition.article_id)
    shown = share_cards.of_story(edition)
    assert shown.words.format == "jpg"
    assert default_storage.exists(shown.stored_name)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "status"),
    [
        *(("site/front/x.png", 302), ("section/world/x.png", 302), ("author/ada-flint/x.png", 302)),
        *(("tag/coast/x.png", 302), ("tag/unseen/x.png", 404), ("section/none/x.png", 404), ("site/x/x.png", 404)),
        *(("story/0/x.png", 404), ("story/x/x.png", 404), ("story/99999999999999999999/x.png", 404)),
        *(("story/%C2%B2/x.png", 404), ("none/x/x.png", 404), ("tag/%00/x.png", 404)),
    ],
)
def test_cards_of_lists_and_bad_addresses(client, path, status):
    make.live(tags=["coast"])
    make.article(tags=["unseen"])
    response = client.get(f"/card/{path}")
    assert response.status_code == status
    if status == 302:
        assert client.get(response.headers["Location"]).status_code == 200
