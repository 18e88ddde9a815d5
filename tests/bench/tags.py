"""How long merging a tag of many stories takes, and undoing it: `python -m tests.bench.tags [stories]`.

Needs an empty database of its own in DATABASE_URL, which it fills with stories of two editions each.
"""

import os
import sys
from datetime import timedelta
from time import perf_counter


def main(size: int) -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.bench.settings")
    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from articles import tags
    from articles.desk import tag_merge, tag_search
    from articles.models import ArticleTag
    from tests import make

    call_command("migrate", verbosity=0)
    old, kept = tags.resolve(["chip", "semiconductors"])
    if ArticleTag.objects.filter(tag=old).count() < size:
        _fill(size, old, kept)
    by = make.superuser()
    for name, work in (
        ("merge", lambda: tag_merge.merge(old, into=kept, by=by)),
        ("undo", lambda: tag_merge.undo(kept.merges.get(undone_at=None), by=by)),
        ("typing", lambda: tag_search.respond("semicon")),
        ("doubles", tag_search.doubles),
    ):
        start = perf_counter()
        # The lists of similar posts follow in the background, where there is a worker.
        _without_background(work)
        sys.stdout.write(f"{connection.vendor} {size} stories: {name} {perf_counter() - start:.2f} s\n")


def _without_background(work) -> None:  # any function
    from django.db import transaction

    with transaction.atomic():
        work()
        transaction.get_connection().run_on_commit = []


def _fill(size: int, old, kept) -> None:  # two tags
    """Stories that carry the one tag, every third with the other one beside it, and two editions each."""
    from django.utils import timezone

    from articles.models import Address, Article, ArticleTag, Edition, EditionTag, Revision
    from articles.models.edition import EditionLink

    now = timezone.now()
    articles = Article.objects.bulk_create(
        [Article(headline=f"Story {number}", body="<p>Text.</p>") for number in range(size)], batch_size=500
    )
    revisions = Revision.objects.bulk_create(
        [Revision(article=article, number=1, kind=Revision.Kind.SAVED, snapshot={}) for article in articles],
        batch_size=500,
    )
    addresses = Address.objects.bulk_create(
        [Address(path=f"/2020/01/01/story-{article.pk}/", article=article) for article in articles], batch_size=500
    )
    editions = Edition.objects.bulk_create(
        [
            Edition(
                article=article,
                number=number,
                change="first" if number == 1 else "update",
                revision=revision,
                address=address,
                live_from=now - timedelta(days=3 - number),
                live_until=now - timedelta(days=1) if number == 1 else now + timedelta(days=1000),
                published_at=now - timedelta(days=2),
                updated_at=now - timedelta(days=2),
                headline=article.headline,
            )
            for article, revision, address in zip(articles, revisions, addresses, strict=True)
            for number in (1, 2)
        ],
        batch_size=500,
    )
    for model, items, values in (
        (ArticleTag, articles, lambda item: {}),
        (EditionTag, editions, EditionLink.shared_values),
    ):
        links = [
            model(content_object=item, tag=tag, **values(item))
            for number, item in enumerate(items)
            for tag in ((old, kept) if number % 3 == 0 else (old,))
        ]
        model.objects.bulk_create(links, batch_size=500)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
