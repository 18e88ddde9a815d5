"""Work that follows a publication, outside the request where a task worker runs. Each may safely run twice."""

from django_tasks import task

from articles.public import similar


@task()
def refresh_similar(article_id: int) -> None:
    """Compute the similar posts of one article, and offer it to the lists of its neighbours."""
    similar.refresh(article_id)


@task()
def refresh_tag(tag_id: int) -> None:
    """Compute the similar posts of every article with this tag, after it was told to count or not to."""
    similar.refresh_tag(tag_id)
