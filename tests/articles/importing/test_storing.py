"""What a site that moves in becomes here: stored once, brought up to date, and never in the way of what was done here."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.db import models
from django.utils import timezone
from PIL import Image
from taggit.models import Tag

from articles import html
from articles.desk import redirects, revisions, workflow
from articles.desk.draft import Draft
from articles.importing.items import (
    Amendment,
    Leftover,
    Person,
    Picture,
    Read,
    Remark,
    Site,
    Standing,
    State,
    Story,
    Term,
)
from articles.importing.media import Folder, Web
from articles.importing.pictures import unlisted
from articles.importing.pipeline import bring
from articles.importing.plan import NotThere, Plan
from articles.importing.report import Report
from articles.models import (
    Arrival,
    Article,
    Author,
    Correction,
    Edition,
    Illustration,
    Page,
    Redirect,
    Section,
    SimilarPosts,
    Slot,
)
from comments import importing as remarks
from comments.models import Comment, Discussion, Mention
from tests import make

pytestmark = pytest.mark.django_db

OLD = "https://old.example"
SITE = Site("The Old Paper", OLD)
UPLOADS = f"{OLD}/wp-content/uploads"
LONG_AGO = datetime(2019, 5, 3, 12, tzinfo=UTC)
ADA = Person("ada", "Ada Flint", "ada", email="ada@old.example", old=("/author/ada/", "/?author=2"))
NEWS = Term("c1", "City", "city", old=("/category/city/", "/?cat=1"))
PARKS = Term("c2", "Parks", "parks", parent="c1", old=("/category/city/parks/",))
TREES = Term("t1", "Trees", "trees", is_tag=True, old=("/tag/trees/",))
BEFORE = (SITE, ADA, NEWS, PARKS, TREES)
# Told by a clock, or by chance: no two runs agree on them.
CLOCKS = {
    *("created_at", "saved_at", "at", "computed_at", "action_time", "placed_at", "changed_at", "mode_since"),
    *("date_joined", "last_login"),
}


def story(key: str, state: State = State.LIVE, **fields) -> Story:
    defaults = {
        "headline": f"Story {key}",
        "slug": f"story-{key}",
        "body": f"<p>What happened in {key}.</p>",
        "published_at": LONG_AGO + timedelta(days=int(key)),
        "authors": ("ada",),
        "sections": ("c1",),
        "tags": ("t1",),
        "old": (f"/2019/05/story-{key}/", f"/?p={key}"),
    }
    return Story(key=key, state=state, **defaults | fields)


def remark(key: str, parent: str = "", **fields) -> Remark:
    values = {"standing": Standing.APPROVED, "created_at": LONG_AGO + timedelta(days=9, minutes=len(key))} | fields
    return Remark(key, f"Reader {key}", values.pop("text", f"I said {key}."), parent=parent, **values)


def move_in(*items, before=BEFORE, **chosen) -> Report:
    report = Report()
    plan = Plan(by=make.superuser(), talk=remarks.bring, **chosen)
    bring([Read(item, 1) for item in (*before, *items)], plan, report, lambda read, report: None)
    return report


def article(key: str) -> Article:
    return Article.objects.get(pk=Arrival.objects.get(kind="story", key=key).became)


def tables() -> dict[str, list[tuple]]:
    """Every row of ours, but for what a clock says."""
    found = {}
    for model in apps.get_models(include_auto_created=True):
        names = [field.attname for field in model._meta.concrete_fields if field.name not in CLOCKS]
        if model._meta.app_label in ("articles", "comments", "taggit", "admin", "auth") and names != ["key", "mark"]:
            found[model.__name__] = sorted(map(repr, model._default_manager.values_list(*names)))
    return found


# --- States ---


def test_a_story_is_what_it_was_there():
    later = timezone.now() + timedelta(days=3)
    move_in(
        story("1", is_open=False),
        story("2", State.SCHEDULED, published_at=later),
        story("3", State.DRAFT, note="It was behind a password."),
        story("4", State.REVIEW),
    )
    live = Edition.objects.live().get()
    assert (live.article, live.published_at) == (article("1"), LONG_AGO + timedelta(days=1))
    assert live.get_absolute_url() == "/2019/05/04/story-1/"
    assert [author["name"] for author in live.byline] == ["Ada Flint"]
    assert Edition.objects.scheduled().get().live_from == later
    assert article("3").notes.get().text == "It was behind a password." and not article("3").editions.exists()
    assert article("4").stage == Article.Stage.REVIEW
    assert Discussion.objects.get().mode == Discussion.Mode.CLOSED
    assert SimilarPosts.objects.filter(article=live.article).exists()


def test_a_scheduled_story_that_readers_may_not_see_is_planned_and_named():
    later = timezone.now() + timedelta(days=3)
    report = move_in(story("1", State.SCHEDULED, published_at=later, authors=()))
    assert not Edition.objects.exists() and article("1").planned_for == later
    assert "wrote" in report.lists["to look at"][0].said


def test_an_old_live_story_stays_live_without_what_new_ones_need(client):
    report = move_in(story("1", authors=("nobody",), sections=(), body=""), story("2"))
    assert Edition.objects.live().count() == 2 and not report.totals["left out"]
    assert client.get("/2019/05/04/story-1/").status_code == 200


def test_stories_that_come_together_are_as_those_that_come_alone():
    move_in(story("1"), before=BEFORE)
    by, together = make.superuser(), Edition.objects.get()
    twin = Article.objects.get(pk=together.article_id)
    draft = Draft.of(twin)
    alone = Article.objects.create(
        **{field.name: getattr(twin, field.name) for field in Article.story_fields()} | {"slug": "alone"},
        created_by=by,
    )
    alone.tags.set(draft.tags)
    alone.bylines.create(author=draft.authors[0])
    single = workflow.backdate(alone, by=by, live_from=together.live_from, arrives=True)

    def said(row: models.Model) -> dict[str, object]:
        own = {"id", "article", "revision", "address", "slug", "edition", "content_object", "place", *CLOCKS}
        return {f.name: getattr(row, f.name) for f in row._meta.concrete_fields if f.name not in own}

    assert said(Edition.objects.get(pk=single.pk)) == said(together)
    assert said(alone.revisions.get()) | {"snapshot": 0} == said(twin.revisions.get()) | {"snapshot": 0}
    for relation in ("tagged", "credited", "documents"):
        if hasattr(single, relation):
            ours, theirs = getattr(single, relation).get(), getattr(together, relation).get()
            assert said(ours) == said(theirs)
    assert revisions.snapshot(twin) == twin.revisions.get().snapshot


def test_corrections_are_editions_of_their_own_in_their_order():
    second = Amendment("The bridge has two arches.", LONG_AGO + timedelta(days=5), is_clarification=True)
    first = Amendment("It was Tuesday.", LONG_AGO)
    move_in(story("1", amendments=(second, first)))
    listed = list(Correction.objects.order_by("edition__live_from").values_list("text", "kind"))
    assert listed == [("It was Tuesday.", "correction"), ("The bridge has two arches.", "clarification")]
    assert Edition.objects.live().get().updated_at == second.at


def test_what_led_the_old_front_page_has_a_place_on_ours():
    move_in(story("1", is_pinned=True), story("2"))
    assert Slot.objects.get().article == article("1")


def test_a_page_is_a_page_unless_one_was_written_here():
    make_page = {"is_page": True, "sections": (), "tags": (), "remarks": (remark("1"),)}
    Page.objects.create(slug="about", title="Ours", changed_at=timezone.now())
    report = move_in(
        story("1", slug="team", **make_page),
        story("2", slug="about", **make_page),
        story("3", slug="team", **make_page),
    )
    assert set(Page.objects.values_list("slug", "title")) == {
        ("about", "Ours"),
        ("team", "Story 1"),
        ("team-2", "Story 3"),
    }
    assert [one.title for one in report.lists["left alone"]] == ["Story 2"]
    assert report.counts["remark"]["left out"] == 3 and not Comment.objects.exists()


# --- Who, where, what about ---


def test_people_are_found_by_slug_and_name_and_by_their_account():
    make.author("Ben Ruiz")
    login = User.objects.create_user("ada", "ADA@old.example", is_staff=True)
    ben = Person("ben", "BEN RUIZ", "ben")
    move_in(story("1", authors=("ada", "ben", "ada")), before=(*BEFORE, ben))
    assert set(Author.objects.values_list("slug", "user")) == {("ben-ruiz", None), ("ada", login.pk)}
    assert article("1").created_by == login


def test_people_and_sections_that_leave_no_slug_of_their_own_stay_apart():
    people = (
        Person("w", "王伟", ""),
        Person("l", "李娜", ""),
        Person("editor@a.org", "Ann Moor", "editor"),
        Person("editor@b.org", "Bo Lund", "editor"),
    )
    sections = (Term("c8", "Политика", "политика-2"), Term("c9", "Спорт", "спорт-2"))
    keys = tuple(person.key for person in people)
    move_in(
        story("1", authors=keys, sections=("c8",)), story("2", sections=("c9",)), before=(*BEFORE, *people, *sections)
    )
    assert [author["name"] for author in article("1").editions.get().byline] == ["王伟", "李娜", "Ann Moor", "Bo Lund"]
    assert [article(key).section.name for key in "12"] == ["Политика", "Спорт"]


def test_a_section_below_another_is_a_tag_of_it():
    move_in(story("1", sections=("c2",)), story("2", sections=("c1", "c2")), story("3", sections=()))
    assert [article(key).section.slug for key in "123"] == ["city", "city", "news"]
    assert set(article("1").tags.names()) == set(article("2").tags.names()) == {"Trees", "Parks"}


def test_sections_go_where_the_table_says():
    make.section("Local")
    sport = Term("c3", "Sport", "sport")
    report = move_in(
        story("1"), story("2", sections=("c3", "c1")), before=(*BEFORE, sport), sections={"city": "local", "sport": ""}
    )
    assert [article(key).section.slug for key in "12"] == ["local", "local"]
    assert report.sections == {"city": ("City", "local", 2)} and not Section.objects.filter(slug="sport").exists()


def test_unknown_sections_are_asked_for_once():
    asked = []

    def ask(terms):
        asked.append([term.slug for term in terms])
        return {"city": "metro"}

    move_in(story("1"), story("2"), ask=ask)
    assert asked == [["city"]] and article("2").section.slug == "metro"


def test_sections_in_a_ring_do_no_harm():
    ring = (replace(NEWS, parent="c2"), PARKS)
    move_in(story("1"), before=(SITE, ADA, *ring, TREES))
    assert article("1").section is not None


def test_tags_are_ours_however_they_are_spelt():
    Tag.objects.create(name="trees")
    move_in(story("1"))
    assert list(article("1").tags.names()) == ["trees"]


def test_an_address_that_stays_as_it_was_needs_no_redirect_however_it_is_spelt():
    assert redirects.take_in([("/tag/höfe/", "/tag/h%C3%B6fe/")], by=make.superuser()) == 0
    assert not Redirect.objects.exists()


def test_two_people_of_one_name_are_two_authors():
    twin = replace(ADA, key="ada2", slug="ada-of-the-docks", email="", old=("/author/ada2/",))
    there = make.author("Ada Flint", slug="our-own")
    before = (*BEFORE, twin)
    move_in(story("1"), story("2", authors=("ada2", "ada")), before=before)
    both = [author.slug for author in article("2").authors.order_by("bylines")]
    assert both == ["ada-of-the-docks", "our-own"] and [one.slug for one in article("1").authors.all()] == ["our-own"]
    move_in(story("3", authors=("ada2",)), before=before)
    assert Author.objects.count() == 2 and Author.objects.filter(pk=there.pk).exists()


def test_two_sections_of_one_name_are_two_sections():
    twin = Term("c3", "CITY", "old-city", old=("/category/old-city/",))
    move_in(story("1"), story("2", sections=("c3",)), before=(*BEFORE, twin))
    assert sorted(Section.objects.values_list("name", "slug")) == [("CITY", "old-city"), ("City", "city")]


def test_a_new_tag_stands_where_it_stood_and_says_what_it_said():
    sharp = Term("t2", "C", "c-language", "A language.", is_tag=True)
    plus = Term("t3", "C++", "c", is_tag=True)
    move_in(story("1", tags=("t2", "t3")), before=(*BEFORE, sharp, plus))
    found = Tag.objects.order_by("pk").values_list("name", "slug", "profile__description")
    assert list(found) == [("C", "c-language", "A language."), ("C++", "c", "")]


# --- Readers' words ---


def test_a_conversation_keeps_its_threads_states_and_times():
    said = (
        remark("1"),
        remark("22", "1"),
        remark("333", "22", standing=Standing.HELD, email="eve@x.example", website="javascript:alert(1)"),
        remark("4", standing=Standing.SPAM),
        remark("5", standing=Standing.TRASH),
        remark("6", link="pingback", website="https://sea.example/log"),
        remark("66", link="trackback", website="no address"),
        remark("7", "88"),
        remark("88", "7", text="<script>alert(1)</script>\x00"),
        remark("9", text=" "),
    )
    report = move_in(story("1", remarks=said))
    stored = {comment.name.removeprefix("Reader "): comment for comment in Comment.objects.all()}
    assert {name: one.status for name, one in stored.items()} == {
        **dict.fromkeys(("1", "22", "7", "88"), "approved"),
        **{"333": "pending", "4": "spam", "5": "removed"},
    }
    assert stored["333"].parent == stored["22"] and stored["333"].root == stored["1"] == stored["1"].root
    assert (stored["333"].email, stored["333"].website) == ("eve@x.example", "")
    assert stored["1"].created_at == said[0].created_at and stored["1"].answers == 1
    assert "script" not in stored["88"].html.replace("&lt;script&gt;", "").replace("&lt;/script&gt;", "")
    assert Discussion.objects.get().count == 4
    assert report.counts["mention"] == {"new": 1, "left out": 1} and report.counts["remark"]["left out"] == 1
    mention = Mention.objects.get()
    assert (mention.kind, mention.title, mention.status) == ("pingback", "Reader 6", "approved")
    assert Discussion.objects.get().mentions == 1


def test_a_later_run_adds_only_remarks_that_are_new():
    move_in(story("1", remarks=(remark("1"),)))
    Comment.objects.update(status=Comment.Status.REMOVED, removal_reason="other")
    move_in(story("1", remarks=(remark("1"), remark("22", "1"))))
    assert list(Comment.objects.order_by("pk").values_list("name", "status")) == [
        ("Reader 1", "removed"),
        ("Reader 22", "approved"),
    ]
    assert Comment.objects.last().parent == Comment.objects.first()


# --- Again ---


def everything() -> tuple:
    later = timezone.now().replace(microsecond=0) + timedelta(days=3)
    return (
        story("1", remarks=(remark("1"), remark("22", "1"))),
        story("2", State.SCHEDULED, published_at=later),
        story("3", State.REVIEW, note="Look at it."),
        story("4", amendments=(Amendment("It was Tuesday.", LONG_AGO + timedelta(days=7)),), is_pinned=True),
        story("5", is_page=True),
        story("6", slug="story-1", published_at=LONG_AGO + timedelta(days=1)),
        Leftover("nav_menu_item", "9", "Menu", "Menus are made here.", 7),
    )


def test_a_second_run_changes_nothing():
    items = everything()
    first = move_in(*items)
    before = tables()
    second = move_in(*items)
    assert tables() == before
    assert first.counts["story"] == {"new": 5} and second.counts["story"] == {"as before": 5}
    assert first.counts["nav_menu_item"] == {"left out": 1} and first.lists["left out"][0].line == 7
    assert article("6").slug == "story-1-2"


def test_a_dry_run_says_the_same_and_keeps_nothing():
    items = everything()
    make.superuser()
    before = tables()
    dry = move_in(*items, is_dry=True)
    assert tables() == before
    real = move_in(*items)
    assert dry.counts == real.counts and dry.totals == real.totals and dry.sections == real.sections


def test_a_run_that_was_stopped_goes_on_where_it_was(monkeypatch):
    items = everything()
    move_in(*items[:3])
    report = move_in(*items, resumes=True)
    assert report.counts["story"] == {"as before": 3, "new": 2} and Article.objects.count() == 5


def test_what_changed_there_since_is_published_again():
    move_in(story("1"), story("2"), story("3"), story("4"), story("5", State.DRAFT))
    told = LONG_AGO + timedelta(days=90)
    move_in(
        story("1", body="<p>More is known.</p>", updated_at=told),
        story("2", tags=()),
        story("3", State.DRAFT),
        story("4"),
        story("5"),
    )
    changes = list(article("1").editions.order_by("number").values_list("change", "live_from"))
    assert changes[1] == ("update", told) and Edition.objects.live().get(article=article("1")).slug == "story-1"
    assert article("2").editions.last().change == "first" and article("2").editions.first().change == "minor"
    assert not article("3").editions.live().exists()
    assert article("4").editions.count() == 1
    assert article("5").editions.live().get().published_at == LONG_AGO + timedelta(days=5)


def test_what_was_changed_here_is_left_alone_and_named():
    move_in(story("1"), story("2"), story("3"))
    ours = make.rewrite(article("1"), "Our own headline")
    revisions.record(ours, by=make.superuser())
    gone = article("3")
    Arrival.objects.filter(kind="story", key="3").update(became=gone.pk + 1000)
    report = move_in(*(story(key, body="<p>Changed there.</p>") for key in "123"))
    assert article("1").headline == "Our own headline" and article("2").body == "<p>Changed there.</p>"
    assert [one.title for one in report.lists["left alone"]] == ["Story 1", "Story 3"]


def test_what_was_taken_down_here_stays_down():
    by, later = make.superuser(), timezone.now() + timedelta(days=3)
    move_in(story("1"), story("2", State.SCHEDULED, published_at=later), story("3"))
    workflow.unpublish(article("1"), by=by)
    workflow.cancel(article("2").editions.get(), by=by)
    changed = {"body": "<p>Changed there.</p>", "updated_at": LONG_AGO + timedelta(days=90)}
    report = move_in(
        story("1", **changed),
        story("2", State.SCHEDULED, **changed | {"published_at": later}),
        story("3", State.DRAFT),
    )
    assert [one.title for one in report.lists["left alone"]] == ["Story 1", "Story 2"]
    assert article("1").editions.count() == 1 and not Edition.objects.ever_live().not_over(timezone.now()).exists()
    move_in(story("3", **changed))
    assert Edition.objects.live().get().article == article("3")


def test_a_page_that_is_public_there_no_longer_is_taken_down():
    page = {"is_page": True, "sections": (), "tags": ()}
    move_in(story("1", **page), story("2", **page))
    Page.objects.filter(pk="story-2").update(title="Ours", changed_at=timezone.now())
    gone = [story(key, State.DRAFT, **page) for key in "12"]
    report = move_in(*gone)
    assert [one.title for one in report.lists["to look at"]] == ["Story 2"]
    assert Page.objects.get().title == "Ours" and not Article.objects.exists()
    move_in(*gone)
    assert Page.objects.get().title == "Ours" and not Article.objects.exists()
    move_in(story("1", **page))
    assert Page.objects.filter(pk="story-1").exists()


def test_a_site_is_the_same_however_its_address_is_spelt():
    move_in(story("1"))
    report = move_in(story("1"), before=(replace(SITE, address="http://WWW.Old.example/"), *BEFORE[1:]))
    assert report.counts["story"] == {"as before": 1} and Article.objects.count() == 1


def test_a_story_that_cannot_be_stored_is_named_and_the_others_come():
    absurd = datetime(12, 1, 1, tzinfo=UTC)
    nameless = Term("t2", "\x00", "t2", is_tag=True)
    others = story("3", headline="x" * 900), story("4", tags=("t2",))
    report = move_in(story("1"), story("2", published_at=absurd), *others, before=(*BEFORE, nameless))
    assert Edition.objects.live().count() == 3 and len(article("3").headline) == 200
    assert {one.title for one in report.lists["left out"]} == {"Story 2", "t2"}


# --- Pictures ---


def pictures(*names):
    return [
        Picture(name, f"{UPLOADS}/{name}", alt="A boat.", credit="Ada", old=(f"/?attachment_id={name}",))
        for name in names
    ]


def drawn(size: tuple[int, int]) -> bytes:
    stream = BytesIO()
    Image.new("RGB", size, "teal").save(stream, "JPEG")
    return stream.getvalue()


def folder(tmp_path, *names):
    (tmp_path / "media").mkdir()
    for name in names:
        (tmp_path / "media" / name).write_bytes(drawn((120, 90)))
    return Folder(tmp_path / "media")


def test_pictures_come_once_with_their_words(tmp_path):
    body = f'<figure><img src="{UPLOADS}/b-300x200.jpg" alt=""><figcaption>B</figcaption></figure><p>Look.</p>'
    media = folder(tmp_path, "a.jpg", "b.jpg", "c.jpg")
    (tmp_path / "media" / "c.jpg").write_bytes(drawn((90, 120)))
    named = pictures("a.jpg", "b.jpg", "c.jpg", "gone.jpg")
    items = [*named, story("1", lead="a.jpg", body=body), story("2", lead="gone.jpg")]
    report = move_in(*items, media=media)
    picture = Illustration.objects.get()
    assert (picture.alt, picture.credit) == ("A boat.", "Ada") and article("1").illustration == picture
    assert f'data-file="{picture.pk}"' in Edition.objects.get(article=article("1")).body
    assert [one.title for one in report.lists["pictures missing"]] == [f"{UPLOADS}/gone.jpg"]
    assert Redirect.objects.get(key="/?attachment_id=a.jpg").target == "/2019/05/04/story-1/"
    before = tables()
    move_in(*items, media=media)
    assert tables() == before
    move_in(*items, media=media, all_media=True)
    assert Illustration.objects.count() == 2
    again = replace(items[0], key="again", address=items[0].address.replace("//old.", "//www.old."))
    before = tables()
    move_in(again, story("1", lead="again", body=body), media=media, is_dry=True)
    assert tables() == before


def test_names_that_end_as_a_size_does_are_pictures_of_their_own(tmp_path):
    names = ["map-1914x1080.jpg", "map-1939x1080.jpg", "map.jpg"]
    media = folder(tmp_path)
    for number, name in enumerate(names):
        (tmp_path / "media" / name).write_bytes(drawn((100 + number, 90)))
    shown = [*names, "map-300x200.jpg", "map-1914x1080-300x200.jpg"]
    body = "".join(f'<figure><img src="{UPLOADS}/{name}" alt=""></figure>' for name in shown)
    move_in(*pictures(*names), story("1", body=body), media=media)
    widths = [Illustration.objects.get(pk=pk).width for pk in html.figure_ids(article("1").body)]
    assert widths == [100, 101, 102, 102, 100]


def test_a_picture_that_no_list_names_comes_in_its_full_size(tmp_path):
    media = folder(tmp_path)
    (tmp_path / "media" / "lost.jpg").write_bytes(drawn((120, 90)))
    for name in ("lost-75x50.jpg", "small-75x50.jpg"):
        (tmp_path / "media" / name).write_bytes(drawn((100, 80)))
    shown = [f"{UPLOADS}/{name}" for name in ("lost-75x50.jpg", "lost.jpg", "small-75x50.jpg")]
    shown.append(f"{OLD}/content/images/size/w1000/lost.jpg")
    body = "".join(f'<figure><img src="{address}" alt=""></figure>' for address in shown)
    move_in(*map(unlisted, shown), story("1", body=body), media=media)
    widths = [Illustration.objects.get(pk=pk).width for pk in html.figure_ids(article("1").body)]
    assert widths == [120, 120, 100, 120] and Illustration.objects.count() == 2


def test_pictures_that_come_later_make_a_minor_edition(tmp_path):
    items = [*pictures("a.jpg"), story("1", lead="a.jpg")]
    move_in(*items)
    move_in(*items, media=folder(tmp_path, "a.jpg"))
    latest = Edition.objects.live().get()
    assert latest.illustration is not None and latest.change == "minor" and latest.updated_at == latest.published_at


def test_nothing_is_read_beside_the_folder(tmp_path):
    media = folder(tmp_path, "a.jpg", "ä b.jpg")
    (tmp_path / "secret.jpg").write_bytes(b"secret")
    (tmp_path / "media" / "link.jpg").symlink_to(tmp_path / "secret.jpg")
    assert media.read(f"{UPLOADS}/a.jpg") == media.read(f"{UPLOADS}/%C3%A4%20b.jpg?x=1")
    for name in ("../secret.jpg", "%2e%2e/secret.jpg", f"/{tmp_path}/secret.jpg", "link.jpg", "", "a.jpg/x", "\x00"):
        with pytest.raises(NotThere):
            media.read(f"{UPLOADS}/{name}")


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("http://127.0.0.1/a.jpg", "not public"),
        ("http://[::1]/a.jpg", "not public"),
        ("https://elsewhere.example/a.jpg", "another host"),
        ("file:///etc/passwd", "another host"),
        ("ftp://127.0.0.1/a.jpg", "no web page"),
        ("http://127.0.0.1:22/a.jpg", "port"),
    ],
)
def test_nothing_is_fetched_from_elsewhere_or_from_inside(address, said):
    web = Web(frozenset({"127.0.0.1", "::1"}))
    web.meet(SITE)
    with pytest.raises(NotThere, match=said):
        web.read(address)


def test_so_many_are_fetched_and_no_more():
    with pytest.raises(NotThere, match="next one goes on"):
        Web(frozenset(), most=0).read(f"{UPLOADS}/a.jpg")


# --- Old addresses ---


def test_every_old_address_leads_to_what_stands_for_it(client):
    move_in(story("1"), story("2", sections=("c2",)), story("3", is_page=True, slug="team"), story("4", State.DRAFT))
    one, city = "/2019/05/04/story-1/", "/section/city/"
    ways = {
        "/2019/05/story-1/": one,
        "/2019/05/story-1": one,
        "/?p=1": one,
        "/2019/05/story-1/feed/": f"{one}feed/",
        "/2019/05/story-1/comment-page-2/": one,
        "/2019/05/story-1/2/": one,
        "/2019/05/story-1/amp/": one,
        "/2019/05/04/story-1/feed/rss2/": f"{one}feed/",
        "/?p=3": "/pages/team/",
        "/author/ada/page/3/": "/author/ada/",
        "/?author=2": "/author/ada/",
        "/?cat=1&paged=2": city,
        "/category/city/": city,
        "/category/city/page/2/": city,
        "/category/city/feed/": f"{city}feed/",
        "/category/city/parks/": "/tag/parks/",
        "/tag/trees/feed/atom/": None,
        "/tag/trees/page/2/": "/tag/trees/",
        "/2019/05/page/3/": "/archive/2019/05/",
        "/2019/page/2/": "/archive/2019/",
        "/2019/05/": "/archive/2019/05/",
        "/page/4/": "/",
        "/feed/": None,
        "/feed/rss2/": "/feed/",
        "/rss/": "/feed/",
        "/?feed=rss2": "/feed/",
        "/comments/feed/": None,
        "/?feed=comments-rss2": "/comments/feed/",
        "/?m=201905": "/archive/2019/05/",
        "/?s=trees": "/search/?q=trees",
    }
    for old, target in ways.items():
        answer = client.get(old)
        assert (answer.status_code, answer.headers.get("Location")) == (301 if target else 200, target), old
        assert target is None or client.get(target).status_code == 200, target
    for nothing in ("/?p=4", "/2019/05/story-4/"):
        assert client.get(nothing).headers.get("Location") is None


def test_what_hung_below_an_old_front_page_is_looked_for_below_ours(client):
    site = replace(SITE, fronts=("/archives/", "/paper/", "/paper/archives/"))
    move_in(story("1"), story("2", sections=("c2",)), before=(site, *BEFORE[1:]))
    one, city = "/2019/05/04/story-1/", "/section/city/"
    ways = {
        "/paper/": "/",
        "/paper": "/",
        "/paper/2019/05/04/story-1/": one,
        "/paper/2019/05/04/story-1/feed/": f"{one}feed/",
        "/paper/?p=1": one,
        "/paper/?s=trees": "/search/?q=trees",
        "/paper/feed/": "/feed/",
        "/paper/comments/feed/": "/comments/feed/",
        "/paper/page/2/": "/",
        "/paper/archives/2019/05/": "/archive/2019/05/",
        "/archives/2019/": "/archive/2019/",
        "/archives/2019/05/page/2/": "/archive/2019/05/",
        "/archives/date/2019/05/04/": "/archive/2019/05/04/",
        "/archives/tag/trees/": "/tag/trees/",
        "/archives/tag/trees/page/2/": "/tag/trees/",
        "/archives/category/city/": city,
        "/archives/category/city/feed/": f"{city}feed/",
        "/archives/category/city/parks/": "/tag/parks/",
        "/archives/author/ada/": "/author/ada/",
        "/search/trees+and%20leaves/": "/search/?q=trees+and+leaves",
    }
    for old, target in ways.items():
        answer = client.get(old)
        assert (answer.status_code, answer.headers.get("Location")) == (301, target), old
        assert client.get(target).status_code == 200, target
    for nothing in (
        *("/archives/none/", "/archives/tag/none/", "/archives/author/none/", "/archives/category/none/"),
        *("/elsewhere/2019/05/", "/elsewhere/tag/trees/", "/paper/2019/05/04/story-9/", "/paper/2019/13/"),
    ):
        assert client.get(nothing).status_code == 404, nothing
    before = Redirect.objects.count()
    move_in(before=(replace(SITE, fronts=("/blog/",)),), is_dry=True)
    assert Redirect.objects.count() == before


def test_what_is_asked_of_an_old_front_page_is_answered_by_the_rows_of_its_folder(client):
    site = replace(SITE, fronts=("/paper/",))
    move_in(story("1"), story("5", slug="five", old=("/paper/?p=5",)), before=(site, *BEFORE[1:]))
    Redirect.objects.create(old="/paper/?s=spam", key="/paper?s=spam", target="/", target_key="/")
    for query, target in {
        "p=5": "/2019/05/08/five/",
        "p=5&utm_source=x": "/2019/05/08/five/",
        "p=1&preview=1": "/2019/05/04/story-1/",
        "p=9": "/",
        "s=spam": "/",
        "&".join("a" * 1100): "/",
    }.items():
        answer = client.get(f"/paper/?{query}")
        assert (answer.status_code, answer.headers.get("Location")) == (301, target), query
    assert client.get(f"/paper/none/?{'&'.join('a' * 1100)}").status_code == 404


def test_numbers_below_an_old_front_page_are_stories_that_did_not_come(client):
    move_in(story("1"), before=(replace(SITE, fronts=("/archives/",)), *BEFORE[1:]))
    for nothing in (
        "/archives/17/",
        "/archives/4711/",
        "/archives/2018/",
        "/archives/date/2018/05/",
        "/archives/0000/",
    ):
        assert client.get(nothing).status_code == 404, nothing


def test_a_folder_within_a_front_that_leads_to_the_front_page_too_hides_nothing(client):
    move_in(story("1"), story("2", sections=("c2",)), before=(replace(SITE, fronts=("/archives/",)), *BEFORE[1:]))
    redirects.save(Redirect(old="/archives/category/", target="/"), by=make.superuser())
    assert client.get("/archives/category/city/").headers["Location"] == "/section/city/"


def test_what_leads_below_an_old_front_page_leads_nowhere_for_ever(client):
    move_in(before=(replace(SITE, fronts=("/paper/",)),))
    for old, target in (("/b/", "/paper/c/"), ("/c/", "/paper/b/"), ("/d/", "/paper/d/?x=1")):
        redirects.save(Redirect(old=old, target=target), by=make.superuser())
    for asked in ("/paper/b/", "/paper/c/", "/paper/d/?x=1"):
        assert client.get(asked).status_code == 404, asked


def test_a_page_that_stood_where_the_front_began_keeps_its_address(client):
    page = story("3", is_page=True, slug="about", old=("/magazin/",))
    move_in(page, before=(replace(SITE, fronts=("/magazin/",)), *BEFORE[1:]))
    assert client.get("/magazin/").headers["Location"] == "/about/"


def test_redirects_that_stand_here_stay():
    Redirect.objects.create(old="/?p=1", key="/?p=1", target="/about/", target_key="/about")
    move_in(story("1"))
    assert Redirect.objects.get(key="/?p=1").target == "/about/"
