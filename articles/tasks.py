"""Work that follows a publication or an upload, outside the request where a task worker runs. Each may safely run twice."""

from django_tasks import task

from articles.desk import avif
from articles.public import similar

# Lists that are computed for one tag where there is no worker and somebody waits for the page. `manage.py
# rebuild_similar` does the rest; until then they name the old tag, and show only what is live, as ever.
WITHOUT_WORKER = 100


@task()
def refresh_similar(article_id: int) -> None:
    """Compute the similar posts of one article, and offer it to the lists of its neighbours."""
    similar.refresh(article_id)


@task()
def refresh_tag(tag_id: int) -> None:
    """Compute the similar posts of every article with this tag, after it was renamed, merged, or told not to count."""
    similar.refresh_tag(tag_id, most=None if refresh_tag.get_backend().supports_defer else WITHOUT_WORKER)


@task()
def add_avif(illustration_id: int) -> None:
    """Encode the picture's renditions as AVIF too, which pages offer first."""
    avif.add(illustration_id)
