"""What the demo newsroom has planned, and what its editor has placed on the front page."""

from datetime import datetime, time, timedelta

from django.contrib.auth.models import User
from django.utils import timezone

from articles.desk import workflow
from articles.desk.calendar.moves import plan_story
from articles.desk.calendar.span import at
from articles.desk.front_slots import acts
from articles.models import Article, Section, Slot

# Headline, section, days ahead, hour, whether the reporter planned it.
PLANNED = (
    ("Port tower inquiry: the second hearing", "world", 1, 16, True),
    ("What the new timetable leaves out", "business", 2, 7, False),
    ("A week with the lighthouse keepers", "culture", 4, 10, True),
    ("The harbour budget, explained", "business", 5, 9, False),
    ("Counting stars from the breakwater", "science", 9, 18, False),
)
# Slugs, from the lead on. The lead keeps its place for two days.
PLACED = ("deepseek-v4-huawei-chips", "turbine-hall-symphony")
LEADS_FOR = timedelta(days=2)


def load(users: dict[str, User], now: datetime) -> None:
    """Plan what is not planned yet; arrange the front page if nobody has."""
    for headline, section, days, hour, is_reporters in PLANNED:
        if not Article.objects.filter(headline=headline).exists():
            when = at(timezone.localdate(now) + timedelta(days=days), time(hour))
            writer = users["reporter" if is_reporters else "editor"]
            story = plan_story(headline, Section.objects.get(slug=section), when, by=writer, assignee=None)
            due = when - timedelta(hours=20)
            workflow.plan(story, by=writer, planned_for=when, due_at=due, priority=story.priority)
    if not Slot.objects.exists():
        _arrange(users["editor"], now)


def _arrange(editor: User, now: datetime) -> None:
    stories = {article.slug: article for article in Article.objects.filter(slug__in=PLACED, editions__isnull=False)}
    for slug in PLACED:
        if slug in stories:
            acts.place(stories[slug], by=editor, seen=_seen())
    if PLACED[0] in stories:
        acts.keep_until(stories[PLACED[0]], now + LEADS_FOR, by=editor, seen=_seen())


def _seen() -> str:
    return acts.token(list(Slot.objects.current()))
