from datetime import timedelta

from django.utils import timezone

from comments.loading import Entry, load
from comments.models import Comment, Discussion
from comments.threads import thread

THEN = timezone.now() - timedelta(days=3)


def entries():
    deep = Entry("Cleo", "Three.", THEN, replies=(Entry("Dov", "Four.", THEN, email="dov@readers.example"),))
    return [
        Entry("Ada", "One.", THEN, replies=(Entry("Ben", "Two.", THEN, status="removed", replies=(deep,)),)),
        Entry("Eve", "Buy!", THEN, status="spam", reasons=("links",)),
        Entry("Finn", "Five.", THEN, status="pending"),
    ]


def test_a_conversation_is_loaded_with_states_threads_and_count(edition):
    assert load(edition.article_id, entries()) == 6
    read = thread(edition.article_id)
    assert [node.comment.name for node in read.nodes.values()] == ["Ada", "Ben", "Cleo", "Dov"]
    assert Discussion.objects.get().count == 3
    assert {comment.root.name for comment in Comment.objects.filter(name__in=["Ada", "Ben", "Dov"])} == {"Ada"}
    assert Comment.objects.by_writer("dov", "DOV@readers.example").exists()


def test_loading_twice_changes_nothing(edition):
    load(edition.article_id, entries())
    before = list(Comment.objects.values())
    assert load(edition.article_id, entries()) == 0
    assert list(Comment.objects.values()) == before


def test_the_cost_follows_the_depth_and_not_the_number(edition, django_assert_max_num_queries):
    many = [Entry(f"Writer {number}", "Hello.", THEN) for number in range(200)]
    with django_assert_max_num_queries(20):
        assert load(edition.article_id, many) == 200


def test_what_is_loaded_is_as_clean_as_what_is_typed(client, edition):
    load(edition.article_id, [Entry("A\x01da\u202e\n Flint", "One.", THEN, website="javascript:alert(1)")])
    stored = Comment.objects.get()
    assert (stored.name, stored.website) == ("Ada Flint", "")
    Comment.objects.update(website="javascript:alert(1)")
    assert "javascript:" not in client.get(edition.get_absolute_url()).text
