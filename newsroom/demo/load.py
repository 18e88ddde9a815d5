"""Load the demo newsroom through the same doors that people use. A second run changes nothing."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import TypeVar

from django.contrib.auth.models import Group, User
from django.db import transaction
from django.utils import timezone

from articles.desk import library, revisions, workflow
from articles.models import Article, Author, Byline, Illustration, Section, Source
from newsroom.demo import conversation, house, moderating, people, plans
from newsroom.demo.drawings import draw, portrait
from newsroom.demo.kinds import Piece
from newsroom.demo.stories import business, culture, opinion, science, technology, world

PASSWORD = "plumb-line-demo"  # noqa: S105 (of the demo, which production refuses to load)
CREDIT = f"Drawing: {people.PAPER}"
ROLES = {
    # login: (groups, first name, last name); the chief has no group and may do everything
    "editor": (["Editors"], "Nadia", "Brandt"),
    "reporter": (["Reporters"], "Mara", "Lindqvist"),
    "moderator": (["Moderators"], "Joss", "Okafor"),
    "chief": ([], "Edda", "Voss"),
}
# The reporter of the demo signs in as this author.
REPORTER = "mara-lindqvist"
# How long a scheduled story of the demo waits for its minute.
WAIT = timedelta(days=1)
# How long after its first publication a story of the demo was updated or corrected.
SECOND_LOOK = timedelta(hours=5)

PIECES = (
    *technology.PIECES,
    *world.PIECES,
    *business.PIECES,
    *science.PIECES,
    *culture.PIECES,
    *opinion.PIECES,
)

Item = TypeVar("Item")
Progress = Callable[[str, list[Item]], Iterator[Item]]


def load(progress: Progress) -> None:
    """Make users, sections, authors, stories, comments and plans that are missing. `progress` yields what it is given, and tells."""
    users = _users()
    _sections()
    for slug, name, role, biography in progress("authors", list(people.AUTHORS)):
        _author(slug, name, role, biography, users)
    now = timezone.now()
    for piece in progress("stories", _oldest_first()):
        if not Article.objects.filter(slug=piece.slug).exists():
            _story(piece, users, now)
    house.load(users["chief"])
    moderating.set_rules(users["chief"])
    spoken_under = [piece.slug for piece in _oldest_first() if piece.slug in conversation.THREADS]
    for slug in progress("conversations", spoken_under):
        conversation.load(slug, now, users["moderator"])
    moderating.load(users, now)
    plans.load(users, now)


def _oldest_first() -> list[Piece]:
    """So that the order in the desk is the order in which they were written."""
    return sorted(PIECES, key=lambda piece: -piece.age)


def _users() -> dict[str, User]:
    return {name: _user(name, *role) for name, role in ROLES.items()}


def _user(login: str, groups: list[str], first_name: str, last_name: str) -> User:
    user = User.objects.filter(username=login).first()
    if user is None:
        user = User.objects.create_user(
            login,
            f"{login}@plumbline.example",
            PASSWORD,
            first_name=first_name,
            last_name=last_name,
            is_staff=True,
            is_superuser=not groups,
        )
    user.groups.add(*Group.objects.filter(name__in=groups))
    return user


def _sections() -> None:
    for position, (slug, name, hue, description) in enumerate(people.SECTIONS):
        fields = {"name": name, "hue": hue, "description": description, "position": position}
        Section.objects.get_or_create(slug=slug, defaults=fields)


def _author(slug: str, name: str, role: str, biography: str, users: dict[str, User]) -> None:
    if Author.objects.filter(slug=slug).exists():
        return
    hue = people.SECTIONS[len(slug) % len(people.SECTIONS)][2]
    picture = Illustration(title=f"Portrait of {name}", alt=f"Engraved portrait of {name}.", credit=CREDIT)
    library.store_picture(picture, portrait(seed=len(slug), hue=hue), with_avif=False)
    user = users["reporter"] if slug == REPORTER else None
    beat, expertise = house.AUTHORS.get(slug, ("", ""))
    known = {"role": role, "biography": biography, "beat": beat, "expertise": expertise}
    Author.objects.create(slug=slug, name=name, portrait=picture, user=user, **known)


def _story(piece: Piece, users: dict[str, User], now: datetime) -> None:
    picture = _illustration(piece)
    with transaction.atomic():
        article = _article(piece, picture, users)
        _bring_to_its_state(article, piece, users, now)


def _illustration(piece: Piece) -> Illustration:
    hue = next(hue for slug, _name, hue, _description in people.SECTIONS if slug == piece.section)
    seed = sum(map(ord, piece.slug))
    picture = Illustration(title=piece.headline[:120], alt=piece.alt, decorative=not piece.alt, credit=CREDIT)
    # AVIF would double the time that the demo takes; `manage.py render_avif` adds it.
    library.store_picture(picture, draw(piece.drawing, hue, seed), with_avif=False)
    return picture


def _article(piece: Piece, picture: Illustration, users: dict[str, User]) -> Article:
    article = Article.objects.create(
        headline=piece.headline,
        slug=piece.slug,
        standfirst=piece.standfirst,
        dateline_place=piece.dateline,
        body=piece.body.strip(),
        label=piece.label,
        section=Section.objects.get(slug=piece.section),
        illustration=picture,
        illustration_caption=piece.caption,
        search_description=piece.description,
        created_by=users["reporter"] if REPORTER in piece.authors else users["editor"],
    )
    authors = Author.objects.in_bulk(piece.authors, field_name="slug")
    for position, slug in enumerate(piece.authors):
        Byline.objects.create(article=article, author=authors[slug], position=position)
    for position, (name, url, relation) in enumerate(piece.sources):
        Source.objects.create(article=article, name=name, url=url, relation=relation, position=position)
    article.tags.set(piece.tags)
    revisions.record(article, by=article.created_by)
    return article


def _first_text(piece: Piece) -> str:
    """What the story said before it was updated or corrected."""
    text = piece.body.strip()
    for now, then in piece.before:
        text = text.replace(now, then)
    return text


def _rewrite(article: Article, body: str) -> None:
    if article.body != body:
        Article.objects.filter(pk=article.pk).update(body=body)
        article.refresh_from_db()


def _bring_to_its_state(article: Article, piece: Piece, users: dict[str, User], now: datetime) -> None:
    editor, chief = users["editor"], users["chief"]
    if piece.state == "draft":
        return
    if piece.state == "review":
        workflow.submit(article, by=users["chief"])
        return
    if piece.state == "scheduled":
        workflow.schedule(article, by=editor, live_from=now + WAIT)
        return
    published_at = now - timedelta(days=piece.age)
    _rewrite(article, _first_text(piece))
    workflow.backdate(article, by=chief, live_from=published_at)
    _rewrite(article, piece.body.strip())
    if piece.state in ("updated", "corrected"):
        change = {"updated": "update", "corrected": "correction"}[piece.state]
        again = min(published_at + SECOND_LOOK, now - timedelta(minutes=5))
        workflow.backdate(article, by=chief, live_from=again, change=change, note=piece.note)
    elif piece.state == "withdrawn":
        workflow.withdraw(article, by=editor, notice=piece.note)
