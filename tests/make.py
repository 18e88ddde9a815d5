"""Rows for tests, made by plain functions. Each takes what the test is about and fills in the rest."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from importlib import import_module
from itertools import count

from django.apps import apps
from django.contrib.auth.models import Group, User
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.utils import timezone

from articles import html
from articles.desk import figures, revisions
from articles.desk.draft import Draft
from articles.desk.status import moment
from articles.desk.workflow import publishing, record, timeline
from articles.models import FOREVER, Article, Author, Byline, Edition, Illustration, Revision, Section, Source
from comments.models import Policy

_numbers = count(1)
LONG_AGO = datetime(2025, 1, 1, 9, 0, tzinfo=UTC)
BODY = "<p>The ferry left on time.</p><h2>What follows</h2><p>It came back late.</p>"


ROLE_MIGRATIONS = [
    "articles.migrations.0002_roles",
    "comments.migrations.0002_roles",
    "articles.migrations.0006_desk_roles",
    "comments.migrations.0004_conversation_roles",
    "articles.migrations.0016_house_roles",
    "articles.migrations.0019_house_page_roles",
    "articles.migrations.0026_redirect_roles",
    "articles.migrations.0030_section_editor_roles",
    "comments.migrations.0008_section_editor_roles",
]


def roles() -> None:
    """Make the groups of the newsroom where a test that could not be rolled back has emptied the tables."""
    if Group.objects.exists():
        return
    for migration in map(import_module, ROLE_MIGRATIONS):
        modules = {config: config.models_module for config in apps.get_app_configs()}
        migration.make_groups(apps, None)
        for config, module in modules.items():
            config.models_module = module


def user(name: str = "", *groups: str, **fields) -> User:
    roles()
    made = User.objects.create_user(
        name or f"user{next(_numbers)}", password="a long enough one", is_staff=True, **fields
    )
    made.groups.set(Group.objects.filter(name__in=groups))
    return made


def editor(name: str = "") -> User:
    return user(name, "Editors")


def section_editor(name: str = "", *sections: Section) -> User:
    made = user(name, "Section editors")
    made.sections.set(sections)
    return made


def reporter(name: str = "") -> User:
    return user(name, "Reporters")


def moderator(name: str = "") -> User:
    return user(name, "Moderators")


def chief(name: str = "") -> User:
    return user(name, is_superuser=True)


def browser(user: User) -> Client:
    """Where this person is signed in."""
    client = Client()
    client.force_login(user)
    return client


def section(name: str = "World", **fields) -> Section:
    return Section.objects.get_or_create(slug=name.lower(), defaults={"name": name, **fields})[0]


def author(name: str = "Ada Flint", **fields) -> Author:
    return Author.objects.get_or_create(slug=name.lower().replace(" ", "-"), defaults={"name": name, **fields})[0]


def illustration(**fields) -> Illustration:
    """A picture as the library stores it, without files: templates only need its manifest."""
    name = f"p{next(_numbers)}"
    shapes = [("wide", 800, 450), ("wide", 1200, 675), ("card", 480, 320), ("square", 240, 240), ("free", 800, 450)]
    renditions = [
        [shape, kind, w, h, f"renditions/{name}-{shape}-{w}.{kind}"]
        for shape, w, h in shapes
        for kind in ("webp", "jpeg")
    ]
    defaults = {"title": name, "file": f"originals/{name}.jpg", "width": 1600, "height": 900, "decorative": True}
    defaults |= {"credit": "Drawing: The Plumb Line", "renditions": renditions}
    made = Illustration(**defaults | fields)
    made.save()
    return made


def article(headline: str = "", *, tags=(), authors=None, sources=(), by: User | None = None, **fields) -> Article:
    """A stored article that is ready to be published."""
    return _article(headline, tags, authors, sources, by, fields)[0].story


def _article(headline: str, tags, authors, sources, by: User | None, fields: dict) -> tuple[Draft, Revision]:
    """What is stored, and its first revision: as `revisions.record` makes it, without asking for what is known."""
    number = next(_numbers)
    defaults = {
        "headline": headline or f"Story number {number}",
        "slug": f"story-{number}",
        "standfirst": "What happened, in a sentence.",
        "dateline_place": "Port Vessel",
        "body": BODY,
        "section": section(),
        "created_by": by,
    }
    made = Article.objects.create(**defaults | fields)
    authors = [author()] if authors is None else list(authors)
    for position, one in enumerate(authors):
        Byline.objects.create(article=made, author=one, position=position)
    sources = [dict(zip(("name", "url", "relation"), source, strict=True)) for source in sources]
    for position, source in enumerate(sources):
        Source.objects.create(article=made, position=position, **source)
    if tags:
        made.tags.set(tags)
    if html.figure_ids(made.body):
        figures.note(made)
    draft = Draft(story=made, tags=list(made.tags.all()) if tags else [], authors=authors, sources=sources)
    snapshot = revisions.snapshot_of(draft)
    return draft, Revision.objects.create(article=made, number=1, snapshot=snapshot, created_by=by)


def rewrite(article: Article, headline: str = "") -> Article:
    """Save another headline, so that there is something new to publish."""
    Article.objects.filter(pk=article.pk).update(headline=headline or f"Headline {next(_numbers)}")
    article.refresh_from_db()
    return article


def live(
    headline: str = "", *, ago: timedelta = timedelta(days=1), by: User | None = None, tags=(), **fields
) -> Edition:
    """An edition that readers see, first published `ago`.

    It stands as `workflow.backdate` would have put it there, which a test compares. Most tests begin with one, so
    what `backdate` would look for and cannot find beside a new article is not looked for.
    """
    by, live_from = by or superuser(), timezone.now() - ago
    authors, sources = fields.pop("authors", None), fields.pop("sources", ())
    draft, revision = _article(headline, tags, authors, sources, by, fields)
    values = publishing.edition_values(draft) | {"change": Edition.Change.FIRST, "published_by": by}
    with transaction.atomic():
        made = timeline._store(draft.story, live_from, FOREVER, values | {"revision_id": revision.pk})
        timeline.refresh(draft.story, live_from)
        record.log(by, draft.story, f"Edition 1 (first publication) from {moment(live_from)}.")
    return made


def rules(**rules) -> Policy:
    """The rules of the conversation, in force at once."""
    policy = Policy(**rules)
    policy.save()
    cache.clear()
    return policy


def superuser() -> User:
    return User.objects.filter(is_superuser=True).first() or chief()


@contextmanager
def rolled_back() -> Iterator[None]:
    """Undo what happens inside, so that one example of a property does not see another's rows."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
