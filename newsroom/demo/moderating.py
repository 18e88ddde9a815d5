"""What the demo's moderators have set: rules, who is kept out, groups of stories; and the errors that readers found."""

from datetime import datetime, timedelta

from django.contrib.auth.models import User
from taggit.models import Tag

from articles.models import Edition, Section
from comments import moderation
from comments.models import Block, Commenter, Discussion, ErrorReport, Policy, Watchlist
from comments.passages import passages
from newsroom.demo.conversation import address, mark

HOLD_WORDS = "idiot*\nvermin\nliar*\ntraitor*\nI was there"
REFUSE_WORDS = "essay help\nfree tool"
# Kind, value, effect, days, why.
BLOCKS = (
    ("pattern", "*@quick-capital.example", "refuse", None, "Lends money under every story about money."),
    ("address", address("Bertil Q."), "refuse", None, "Threatened the columnist. The police have the text."),
    ("address", address("Patriot1971"), "hold", 30, "Third quarrel about treason in a month."),
)
PEOPLE = (
    ("Ingeborg Mensah", "She is the woman of 81 in the story about the pool. We rang her; it was broth."),
    ("Dermot Kiplagat", "Counts things, and counts them well. If he says eighteen, look."),
)
# Name, sections, tags.
GROUPS = (
    ("Ferries and harbours", (), ("harbours", "shipping", "islands")),
    ("Columns", ("opinion",), ()),
)
# Story, mode.
DISCUSSIONS = (("what-a-border-on-a-map-is", "held"), ("printers-buy-their-press", "closed"))
# Story, a word of the paragraph, what is wrong, who says so, hours after publication, what the editor answered.
ERRORS = (
    (
        "river-towns-share-flood-gauge",
        "nine kilometres",
        "By the towpath it is nine. By the river, which is what the water takes, it is nearer eleven.",
        "Ratko Wainwright",
        5,
        "",
    ),
    (
        "bakery-that-sells-one-loaf",
        "fourteen seats",
        "There are fifteen. One is behind the flour bin, and it is mine.",
        "Nkechi Bramwell",
        9,
        "",
    ),
    (
        "night-train-passports-returns",
        "eleven carriages",
        "The firm’s own leaflet says ten, and one kept for spares.",
        "Matthias Quaye",
        20,
        "The planner counts the spare one. Eleven were rebuilt, as we say; it stands.",
    ),
)


def set_rules(chief: User) -> None:
    """Before anything is said: the words in it are looked for."""
    if not Policy.objects.exists():
        moderation.set_policy(Policy(hold_words=HOLD_WORDS, refuse_words=REFUSE_WORDS, hold_rejected=60), by=chief)


def load(users: dict[str, User], now: datetime) -> None:
    """Set what is not set yet."""
    moderator = users["moderator"]
    if not Block.objects.exists():
        _block(moderator, now)
    for name, section_slugs, tag_names in GROUPS:
        if not Watchlist.objects.filter(name=name).exists():
            sections, tags = Section.objects.filter(slug__in=section_slugs), Tag.objects.filter(name__in=tag_names)
            moderation.watch(Watchlist(name=name), by=moderator, sections=sections, tags=tags, articles=())
    for slug, mode in DISCUSSIONS:
        _set_mode(slug, mode, moderator, now)
    for error in ERRORS:
        _report(*error, editor=users["editor"], now=now)


def _block(moderator: User, now: datetime) -> None:
    for kind, value, effect, days, why in BLOCKS:
        until = now + timedelta(days=days) if days else None
        moderation.block(kind, value, effect, by=moderator, until=until, note=why)
    for name, words in PEOPLE:
        if not Commenter.objects.filter(email_key=address(name)).exclude(note="").exists():
            moderation.note_on_person(address(name), words, moderator)


def _set_mode(slug: str, mode: str, moderator: User, now: datetime) -> None:
    edition = Edition.objects.listed(now).filter(slug=slug).first()
    discussion = Discussion.objects.filter(article__slug=slug).first()
    if edition and discussion and discussion.mode == Discussion.Mode.SITE:
        moderation.set_mode(discussion, mode=mode, closes_at=None, by=moderator)


def _report(
    slug: str, word: str, text: str, name: str, hours: int, answer: str, *, editor: User, now: datetime
) -> None:
    edition = Edition.objects.listed(now).filter(slug=slug).first()
    if edition is None:
        return
    quote = next((one.text for one in passages(edition) if word in one.text), "")
    at = min(edition.published_at + timedelta(hours=hours), now)
    error = ErrorReport(
        article_id=edition.article_id,
        quote=quote,
        text=text,
        name=name,
        email=address(name),
        reporter=mark(name),
        at=at,
    )
    if moderation.report_error(error) and answer:
        moderation.settle_error(error, ErrorReport.State.DISMISSED, editor, answer)
