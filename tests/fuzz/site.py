"""A small newsroom with a row of every kind, and what addresses and fields of it are made of."""

from datetime import timedelta
from urllib.parse import urlsplit

from django.apps import apps
from django.contrib.auth.models import User
from django.utils import timezone

from articles.desk import secret_links, workflow
from articles.desk.calendar import links as calendar_links
from articles.models import Delivery, MissingPage, Note, Page, Redirect, Webhook
from comments import own, signed
from comments.letters import links
from comments.models import Comment, Commenter, ErrorReport, Letter, Mention, Watchlist
from comments.moderation import blocks
from tests import make, pages


def people() -> dict[str, User | None]:
    """Who asks, by what they are."""
    return {
        "guest": None,
        "reporter": make.reporter("rosa"),
        "editor": make.editor("olga"),
        "moderator": make.moderator("milo"),
        "chief": make.superuser(),
    }


def build() -> dict[str, list[str]]:
    """Make the rows. Gives what stands for each part of a route, by its name or its kind, and values for fields."""
    shown = pages.paper()
    chief, now = make.superuser(), timezone.now()
    draft = make.article("Not yet", by=chief, tags=["coast"], illustration=make.illustration())
    workflow.schedule(make.article("Tomorrow", by=chief), by=chief, live_from=now + timedelta(days=1))
    Note.objects.create(article=draft, text="Who says so?")
    shared = workflow.share(draft, by=chief, person="Counsel", days=7)
    comment = Comment.objects.get()
    talk = comment.discussion
    held = pages.say("Hm.", talk.article_id, name="Max", email="max@readers.example", status="pending")
    rosa = Commenter.objects.create(email="rosa@readers.example")
    letter = Letter.objects.create(kind="privacy", to="rosa@readers.example", mark="x", sent_at=now)
    Mention.objects.create(
        discussion=talk, kind=Mention.Kind.values[0], title="Us", address="https://sea.example/1", created_at=now
    )
    ErrorReport.objects.create(article=draft, text="It is Hull.", at=now)
    Watchlist.objects.create(name="The coast").articles.add(draft)
    blocks.block("pattern", "*@spam.example", "hold", by=chief)
    hook = Webhook.objects.create(url="https://hook.example/", events=["story.published"], secret="whsec_eA==")
    Delivery.objects.create(webhook=hook, key="1", event="test", payload={})
    Page.objects.create(slug="history", title="History", body="<p>Old.</p>", changed_at=now)
    Redirect.objects.create(old="/old/", key="/old", target="/about/", target_key="/about")
    MissingPage.objects.create(key="/lost", path="/lost/", first_at=now, last_at=now)

    def last(address: str) -> str:
        return urlsplit(address).path.rstrip("/").rpartition("/")[2]

    story = shown["article"].strip("/").split("/")
    secrets = [calendar_links.make_link(chief), secret_links.secret_of(shared)]
    secrets += [
        last(links.decide(held, chief, "approve")),
        last(links.quiet(chief, "held")),
        last(links.confirm(rosa)),
    ]
    secrets += [
        last(links.stop(rosa)),
        links.privacy_token(letter),
        signed.mine(held),
        own.edit_path(comment).partition("token=")[2],
    ]
    rows = {model._meta.label_lower.replace(".", "/"): _keys(model) for model in apps.get_models()}
    known = {
        "date:date": ["/".join(story[:3])],
        "year": [story[0]],
        "month": [story[1].lstrip("0"), story[1]],
        "month:month": ["-".join(story[:2])],
        "day": [story[2].lstrip("0"), story[2]],
        "slug": [story[3], "world", "coast", "ada-flint", "history", "ethics"],
        "pk": [str(comment.pk), str(held.pk)],
        "secret": secrets,
        "token": secrets,
        "act": ["approve", "reject", "spam", "hide"],
        "content_type_id": ["1", "7", "12"],
        "url": ["articles/article", "nowhere/"],
        "app_label": ["articles", "comments"],
        "path:path": ["originals/none.jpg", "renditions/p1-wide-800.webp"],
        "kind": ["story", "section", "site"],
        "key": [str(draft.pk)],
        "name": ["none.png", "stale", "broken-links", "unused-pictures", "corrections"],
        **rows,
    }
    fields = [value for values in known.values() for value in values]
    choices = [
        "approve",
        "hold",
        "reject",
        "spam",
        "story",
        "live",
        "draft",
        "waiting",
        "all",
        "delete_selected",
        "yes",
    ]
    known["values"] = sorted({*fields, *choices, "rosa@readers.example", *shown.values()})
    return known


def _keys(model) -> list[str]:
    return (
        [str(pk) for pk in model.objects.order_by("pk").values_list("pk", flat=True)[:3]]
        if model._meta.managed
        else []
    )
