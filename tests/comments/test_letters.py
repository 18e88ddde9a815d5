"""Mail of the conversation: who gets it, when, and never twice."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from comments import moderation, signed
from comments.letters import consent, digests, links, sending
from comments.models import Comment, Commenter, Discussion, Letter, MailChoice
from comments.moderation import Draft
from tests import make

LINK = re.compile(r"http://localhost:8000(/\S+)")


@pytest.fixture
def rita(db):
    made = make.moderator("rita")
    made.email = "rita@paper.example"
    made.save()
    return made


@pytest.fixture
def rosa(db):
    return Commenter.objects.create(email="rosa@readers.example", confirmed_at=timezone.now())


@pytest.fixture
def send(edition, django_capture_on_commit_callbacks):
    """Take a comment as the rules do, and let its mail go."""

    def receive(text="It never waits.", **fields):
        stamp = signed.stamp(edition.article_id, timezone.now() - timedelta(hours=1))
        base = {"edition": edition, "discussion": Discussion.objects.of(edition.article_id), "stamp": stamp}
        fields = {"text": text, "name": "Max", "email": "max@readers.example"} | fields
        with django_capture_on_commit_callbacks(execute=True):
            return moderation.receive(Draft(**base | fields))

    return receive


@pytest.fixture
def decide(django_capture_on_commit_callbacks):
    def move(act, *args):
        with django_capture_on_commit_callbacks(execute=True):
            return act(*args)

    return move


def to(address):
    return [one for one in mail.outbox if one.to == [address]]


def path(message, word):
    return next(found for found in LINK.findall(message.body) if word in found)


# --- Held comments ---


def test_a_held_comment_is_mailed_to_moderators_with_links_that_decide(send, rita):
    comment = send()
    (sent,) = to("rita@paper.example")
    assert sent.subject == "A comment waits: The ferry that waits"
    assert comment.text in sent.body and "First comment from this address" in sent.body
    html = sent.alternatives[0][0]
    assert all(path(sent, f"/mail/{act}/") in html for act in ("approve", "spam", "remove"))
    assert sent.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert sent.extra_headers["Auto-Submitted"] == "auto-generated"
    assert Letter.objects.get(kind="held").sent_at


def test_what_hides_words_or_turns_them_around_is_in_no_letter_and_on_no_page_that_decides(client, send, rita):
    send("It \u202enever\u202c wa\u200bits.")
    (sent,) = to("rita@paper.example")
    for shown in (sent.body, sent.alternatives[0][0], client.get(path(sent, "/mail/approve/")).text):
        assert "It never waits." in shown


def test_what_waits_again_with_other_words_is_mailed_again(send, rita, decide):
    comment = send()
    decide(moderation.approve, comment, rita)
    decide(moderation.edit, comment, "It waits.", timezone.now())
    assert [("It waits." in sent.body) for sent in to("rita@paper.example")] == [False, True]


def test_who_switched_it_off_or_has_no_address_gets_none(send, rita):
    make.moderator("silent")
    MailChoice.objects.create(user=rita, on_held=False)
    send()
    assert mail.outbox == []


def test_the_site_can_switch_mail_on_held_comments_off(send, rita):
    make.rules(mail_held=False)
    send()
    assert mail.outbox == []


def test_writers_of_the_story_get_it_without_links_to_decide(send, edition):
    writer = make.reporter("ada")
    writer.email = "ada@paper.example"
    writer.save()
    make.author().__class__.objects.filter(name="Ada Flint").update(user=writer)
    send()
    (sent,) = to("ada@paper.example")
    assert "/mail/approve/" not in sent.body


def test_many_held_comments_are_five_letters_and_one_on_all(send, rita, settings):
    settings.NEWSROOM_COMMENT_INTERVAL = 0
    for number in range(8):
        send(f"Remark {number}.", name=f"W{number}", email=f"w{number}@readers.example")
    assert len(to("rita@paper.example")) == 5
    many = Letter.objects.get(kind="held", comment=None)
    Letter.objects.update(due_at=timezone.now())
    call_command("send_letters", verbosity=0)
    last = to("rita@paper.example")[-1]
    assert last.subject == "8 comments wait" and "Remark 7." in last.body
    many.refresh_from_db()
    assert many.sent_at and len(to("rita@paper.example")) == 6


@pytest.mark.parametrize(("act", "status"), [("approve", "approved"), ("spam", "spam"), ("remove", "removed")])
def test_a_link_asks_once_more_and_decides_in_the_name_of_its_moderator(client, send, rita, act, status):
    comment = send()
    address = path(mail.outbox[0], f"/mail/{act}/")
    page = client.get(address)
    comment.refresh_from_db()
    assert page.status_code == 200 and comment.status == "pending" and not page.cookies
    assert page.headers["Cache-Control"] == "private, no-store"
    answer = client.post(address, {"reason": "attack"})
    comment.refresh_from_db()
    assert (answer.status_code, comment.status, comment.decided_by) == (303, status, rita)
    assert "by you" in client.get(address).content.decode()
    assert client.post(address, {"reason": "attack"}).status_code == 409
    assert comment.decisions.count() == 1


def test_a_removal_by_link_needs_a_reason(client, send, rita):
    send()
    answer = client.post(path(mail.outbox[0], "/mail/remove/"), {"reason": "no\0ne"})
    assert answer.status_code == 422 and "Choose a reason" in answer.content.decode()
    assert Comment.objects.get().status == "pending"


def test_who_comes_second_is_told_who_decided(client, send, rita):
    comment = send()
    moderation.approve(comment, make.moderator("max"))
    page = client.get(path(mail.outbox[0], "/mail/spam/"))
    assert "Approved by max" in page.content.decode()


def test_who_may_no_longer_moderate_is_refused(client, send, rita):
    send()
    rita.groups.clear()
    address = path(mail.outbox[0], "/mail/approve/")
    assert (client.get(address).status_code, client.post(address).status_code) == (403, 403)


def test_links_are_good_for_a_week_and_cannot_be_forged(client, send, rita, settings):
    comment = send()
    address = path(mail.outbox[0], "/mail/approve/")
    assert client.get(address[:-2] + "x/").status_code == 404
    assert client.get(address.replace("approve", "destroy")).status_code == 404
    links_decide, links.DECIDE = links.DECIDE, timedelta(seconds=-1)
    try:
        assert client.post(address).status_code == 410
    finally:
        links.DECIDE = links_decide
    comment.refresh_from_db()
    assert comment.status == "pending"


def test_a_post_from_another_site_decides_nothing(send, rita):
    send()
    address = path(mail.outbox[0], "/mail/approve/")
    assert Client().post(address, headers={"Origin": "https://evil.example"}).status_code == 403


def test_one_click_stops_mail_to_a_colleague(client, send, rita, settings):
    settings.NEWSROOM_COMMENT_INTERVAL = 0
    send()
    stop = mail.outbox[0].extra_headers["List-Unsubscribe"].strip("<>").removeprefix("http://localhost:8000")
    assert client.get(stop).status_code == 200 and not MailChoice.objects.exists()
    assert client.post(stop, {"List-Unsubscribe": "One-Click"}).status_code == 200
    send("Another.", email="other@readers.example")
    assert len(mail.outbox) == 1


# --- Answers ---


def test_an_answer_is_mailed_once_to_a_confirmed_address(say, send, rosa, rita, decide):
    parent = say(notify="each")
    answer = send("Nor for me.", parent=parent)
    assert to(rosa.email) == []
    for act in (moderation.approve, moderation.reopen, moderation.approve):
        decide(act, answer, rita)
    (sent,) = to(rosa.email)
    assert sent.subject == "Max answered you: The ferry that waits" and "Nor for me." in sent.body
    assert f"/comment/{answer.pk}/" in sent.body


@pytest.mark.parametrize("why", ["not asked", "unconfirmed", "stopped", "own"])
def test_nobody_else_is_mailed(say, send, rosa, rita, decide, why):
    parent = say(notify="" if why == "not asked" else "each")
    if why == "unconfirmed":
        Commenter.objects.update(confirmed_at=None)
    if why == "stopped":
        consent.stop(rosa)
    answer = send("Nor for me.", parent=parent, **({"email": "ROSA@readers.example"} if why == "own" else {}))
    decide(moderation.approve, answer, rita)
    assert not [one for one in to(rosa.email) if "answered you" in one.subject]


def test_a_new_address_is_asked_once_before_it_gets_anything(client, send, rita, decide, settings):
    settings.NEWSROOM_COMMENT_INTERVAL = 0
    asker = send("Does it wait?", notify="each")
    send("Does it ever wait?", notify="each")
    (asked,) = to("max@readers.example")
    assert "Does it wait?" not in asked.body and "Max" not in asked.body
    decide(moderation.approve, asker, rita)
    answer = send("It does.", name="Ida", email="ida@readers.example", parent=asker)
    decide(moderation.approve, answer, rita)
    assert len(to("max@readers.example")) == 1
    address = path(asked, "/confirm/")
    client.get(address)
    assert Commenter.objects.get().confirmed_at is None
    assert client.post(address).status_code == 303
    assert Commenter.objects.get().confirmed_at
    assert "is confirmed" in client.get(address).content.decode()


def test_look_alikes_of_an_address_get_no_mail(send):
    send(notify="each", email="rosa\u017f@readers.example")
    assert not Letter.objects.filter(kind="confirm").exists()


def test_one_conversation_or_all_mail_can_be_stopped(client, say, send, rosa, rita, decide, settings):
    settings.NEWSROOM_COMMENT_INTERVAL = 0
    parent, other = say(notify="each"), say(notify="each")
    decide(moderation.approve, send("One.", parent=parent), rita)
    stop_one, stop_all = [found for found in LINK.findall(to(rosa.email)[0].body) if "/stop/" in found]
    assert client.post(stop_one).status_code == 303
    parent.refresh_from_db()
    assert parent.notify == ""
    decide(moderation.approve, send("Two.", parent=other, name="Ida", email="ida@readers.example"), rita)
    assert len(to(rosa.email)) == 2
    assert client.post(stop_all, {"List-Unsubscribe": "One-Click"}).status_code == 200
    rosa.refresh_from_db()
    assert rosa.stopped_at
    decide(moderation.approve, send("Three.", parent=other, name="Eva", email="eva@readers.example"), rita)
    assert len(to(rosa.email)) == 2
    client.post(stop_all, {"resume": "1"})
    rosa.refresh_from_db()
    assert rosa.stopped_at is None


def test_all_mail_that_was_stopped_by_the_link_of_one_comment_comes_again_by_it(client, say, rosa):
    comment = say(notify="each")
    link = links.stop(rosa, comment).removeprefix("http://localhost:8000")
    for wish, is_stopped in (("all", True), ("resume", False)):
        shown = client.post(link, {wish: "1"}, follow=True).content.decode()
        rosa.refresh_from_db(), comment.refresh_from_db()
        assert bool(rosa.stopped_at) == is_stopped and comment.notify == "each"
        assert ("You get no more mail" in shown) == is_stopped


def test_a_digest_goes_once_a_day_with_all_answers(say, send, rosa, rita, decide, settings):
    settings.NEWSROOM_COMMENT_INTERVAL = 0
    parent = say(notify="daily")
    for name in ("Ida", "Eva"):
        decide(moderation.approve, send(f"{name} says so.", parent=parent, name=name, email=f"{name}@x.example"), rita)
    assert to(rosa.email) == []
    morning = timezone.now() + timedelta(days=1)
    assert digests.send(rosa.email, morning) is True
    (sent,) = to(rosa.email)
    assert sent.subject == "2 answers to you" and "Ida says so." in sent.body and "Eva says so." in sent.body
    assert digests.send(rosa.email, morning) is None
    decide(moderation.approve, send("Late.", parent=parent, name="Kim", email="kim@x.example"), rita)
    Letter.objects.filter(sent_at=None).update(due_at=timezone.now())
    assert digests.send(rosa.email, morning + timedelta(hours=2)) is None
    assert digests.send(rosa.email, morning + timedelta(days=1)) is True
    assert len(to(rosa.email)) == 2


# --- The writer's own link ---


def test_a_confirmed_writer_is_mailed_the_link_that_changes_the_comment(client, send, rosa):
    comment = send("Buy at https://a.example", name="Rosalinde", email="Rosa@readers.example")
    (sent,) = to(rosa.email)
    assert sent.subject == "Change your comment: The ferry that waits"
    whole = sent.body + sent.alternatives[0][0]
    assert "5 more minutes" in whole and "a.example" not in whole and "Rosalinde" not in whole
    assert comment.text in client.get(path(sent, "/edit/")).content.decode()


@pytest.mark.parametrize("why", ["unconfirmed", "stopped", "no minutes", "spam"])
def test_nobody_else_is_mailed_a_link_to_a_comment(send, rosa, why):
    if why == "unconfirmed":
        Commenter.objects.update(confirmed_at=None)
    if why == "stopped":
        consent.stop(rosa)
    if why == "no minutes":
        make.rules(edit_minutes=0)
    send(email=rosa.email, **({"trap": "x"} if why == "spam" else {}))
    assert not Letter.objects.filter(kind="mine").exists() and to(rosa.email) == []


def test_who_confirms_in_time_gets_the_link_then(client, send, django_capture_on_commit_callbacks):
    comment = send(notify="each")
    with django_capture_on_commit_callbacks(execute=True):
        client.post(path(to(comment.email)[0], "/confirm/"))
    assert path(to(comment.email)[1], f"/comment/{comment.pk}/edit/")


def test_links_to_comments_are_no_flood_and_none_is_mailed_too_late(send, rosa, settings):
    settings.NEWSROOM_COMMENT_INTERVAL = 0
    for number in range(7):
        send(f"Remark {number}.", email=rosa.email)
    assert len(to(rosa.email)) == 5
    Comment.objects.update(created_at=timezone.now() - timedelta(minutes=6))
    Letter.objects.update(sent_at=None, due_at=timezone.now())
    call_command("send_letters", verbosity=0)
    assert len(to(rosa.email)) == 5


# --- Decisions ---


def test_the_writer_hears_that_a_held_comment_was_published(send, rosa, rita, decide):
    comment = send(name="Rosa", email=rosa.email, notify="each")
    decide(moderation.approve, comment, rita)
    assert to(rosa.email)[-1].subject == "Your comment was published"


@pytest.mark.parametrize("tells", [True, False])
def test_the_writer_hears_why_a_comment_was_removed_if_the_moderator_wishes_so(say, rosa, rita, tells, decide):
    comment = say("You fools.")
    decide(lambda: moderation.remove(comment, rita, "attack", tell=tells))
    letters = to(rosa.email)
    assert len(letters) == tells
    for sent in letters:
        assert sent.subject == "Your comment was removed" and "Personal attack" in sent.body
        assert path(sent, "/comments/rules/") and path(sent, "/comments/privacy/") and "rita" not in sent.body


def test_what_was_decided_otherwise_before_the_letter_left_is_not_told(say, rosa, rita, settings):
    comment = say("You fools.")
    moderation.undo(moderation.remove(comment, rita, "attack", tell=True), rita)
    Letter.objects.update(due_at=timezone.now())
    call_command("send_letters", verbosity=0)
    assert to(rosa.email) == [] and not Letter.objects.filter(kind="decision").exists()


def test_the_writers_of_a_story_hear_of_approved_comments_but_not_their_own(send, rita, decide):
    make.rules(mail_approved=True, mail_held=False)
    ada = make.reporter("ada")
    ada.email = "ada@paper.example"
    ada.save()
    type(make.author()).objects.update(user=ada)
    comment = send()
    assert mail.outbox == []
    decide(moderation.approve, comment, rita)
    send("Thank you.", user=ada, name="Ada Flint", email=ada.email)
    assert [one.subject for one in to(ada.email)] == ["New comment: The ferry that waits"]


# --- Sending ---


class Down:
    """A mail server that refuses everything."""

    def __init__(self, *args, **kwargs):
        pass

    def send_messages(self, messages):
        raise ConnectionRefusedError


def test_what_could_not_be_sent_is_tried_again_with_growing_waits(send, rita, settings):
    works = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = f"{__name__}.Down"
    send()
    letter = Letter.objects.get()
    waits = []
    for _time in range(8):
        now = timezone.now()
        Letter.objects.filter(tries__lt=6).update(due_at=now)
        sending.send(letter.pk)
        letter.refresh_from_db()
        waits.append((letter.due_at - now).total_seconds() // 60)
    assert letter.tries == 6 and letter.sent_at is None and waits[:3] == [15, 60, 240]
    settings.EMAIL_BACKEND = works
    Letter.objects.update(tries=3, due_at=timezone.now())
    call_command("send_letters", verbosity=0)
    letter.refresh_from_db()
    assert letter.sent_at and len(mail.outbox) == 1
    assert mail.outbox[0].extra_headers["Message-ID"].startswith(f"<comments.{letter.pk}.")


def test_who_claimed_a_letter_and_died_is_followed_by_another(send, rita, settings):
    settings.EMAIL_BACKEND = f"{__name__}.Down"
    send()
    letter = Letter.objects.get()
    assert sending.claim(letter.pk, timezone.now()) is None
    assert sending.claim(letter.pk, timezone.now() + timedelta(minutes=6))


def test_a_letter_that_is_no_longer_true_is_not_sent(send, rita, settings):
    settings.EMAIL_BACKEND = f"{__name__}.Down"
    comment = send()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    moderation.approve(comment, make.moderator("max"))
    Letter.objects.update(due_at=timezone.now())
    call_command("send_letters", verbosity=0)
    assert mail.outbox == [] and not Letter.objects.exists()


def test_names_cannot_break_the_head(say, send, rosa, rita, decide):
    parent = say(notify="each")
    decide(moderation.approve, send(parent=parent, name="Max\nBcc: x@x.example"), rita)
    head = str(to(rosa.email)[0].message()).partition("\n\n")[0]
    assert not re.search(r"^Bcc:", head, re.MULTILINE | re.IGNORECASE)


def test_mail_escapes_what_readers_typed(send, rita):
    send("<img src=x> & so on", name="<b>Max</b>")
    assert "<img" not in mail.outbox[0].alternatives[0][0] and "<b>Max" not in mail.outbox[0].alternatives[0][0]
    assert "<img src=x> & so on" in mail.outbox[0].body


# --- Confirmed addresses ---


@pytest.fixture
def asks(db):
    make.rules(must_confirm=True, hold_first=0)


def test_where_addresses_must_be_confirmed_a_comment_waits_for_that_alone(client, asks, send, rita):
    comment = send()
    assert (comment.status, comment.reasons) == ("pending", ["unproven"])


def test_confirming_shows_what_waited_for_nothing_else(client, asks, say, send, django_capture_on_commit_callbacks):
    say(name="Max", status="approved")
    comment = send()
    assert comment.reasons == ["unproven"] and "waits until you say" in to("max@readers.example")[0].body
    with django_capture_on_commit_callbacks(execute=True):
        client.post(path(to("max@readers.example")[0], "/confirm/"))
    comment.refresh_from_db()
    assert comment.is_approved and comment.reasons == []
    assert Discussion.objects.get().count == 2 and comment.decisions.get().moderator is None


def test_confirming_leaves_other_reasons_to_the_moderators(client, send, rita):
    make.rules(must_confirm=True, hold_first=1)
    comment = send()
    client.post(path(to("max@readers.example")[0], "/confirm/"))
    comment.refresh_from_db()
    assert (comment.status, comment.reasons) == ("pending", ["first"])


@pytest.mark.parametrize("reason", ["held", "blocked"])
def test_confirming_shows_nothing_that_was_put_under_a_hold_since(client, asks, send, rita, reason):
    comment = send()
    if reason == "held":
        moderation.set_mode(comment.discussion, mode="held", closes_at=None, by=rita)
    else:
        moderation.block("address", comment.email, "refuse", by=rita)
    client.post(path(to("max@readers.example")[0], "/confirm/"))
    comment.refresh_from_db()
    assert (comment.status, comment.reasons) == ("pending", [reason])


# --- In the form and at the desk ---


def test_the_form_asks_for_mail_and_has_it_off(client, edition, address, fields):
    page = client.get(edition.get_absolute_url()).content.decode()
    assert '<option value="" selected>No mail</option>' in page
    client.post(address, fields(notify="daily"))
    assert Comment.objects.get().notify == "daily"
    assert client.post(address, fields(notify="hourly", text="Other")).status_code == 422


def test_a_colleague_chooses_their_mail(client, rita):
    client.force_login(rita)
    assert client.get("/admin/comments/mail/").status_code == 200
    client.post("/admin/comments/mail/", {"on_posted": "on"})
    chosen = MailChoice.objects.get()
    assert (chosen.user, chosen.on_held, chosen.on_posted) == (rita, False, True)
    assert Client().get("/admin/comments/mail/").status_code == 302


def test_letters_to_many_moderators_take_few_queries(send, rita, django_assert_max_num_queries, edition):
    from comments.letters import occasions

    for number in range(20):
        user = make.moderator()
        user.email = f"m{number}@paper.example"
        user.save()
    comment = send()
    Letter.objects.all().delete()
    with django_assert_max_num_queries(5):
        occasions.tell_of_held(comment)
    assert Letter.objects.count() == 21
