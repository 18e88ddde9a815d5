"""Count the answers below the comments that were stored before they were counted."""

from django.db import migrations
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from articles.migrations._operations import progress

BATCH = 2000


def count_answers(apps, schema_editor):
    Comment = apps.get_model("comments", "Comment")
    below = Comment.objects.filter(status="approved", root=OuterRef("pk"), parent__isnull=False)
    number = below.order_by().values("root").annotate(n=Count("pk")).values("n")
    answered = Comment.objects.filter(status="approved", parent__isnull=False)
    last = 0
    with progress("Answers counted") as say:
        while batch := list(
            answered.filter(root__gt=last).order_by("root").values_list("root", flat=True).distinct()[:BATCH]
        ):
            roots = Comment.objects.filter(pk__in=batch)
            roots.update(answers=Coalesce(Subquery(number), 0))
            last = batch[-1]
            say(len(batch))


class Migration(migrations.Migration):
    # A batch a transaction, so that a large archive is not locked while it is counted.
    atomic = False

    dependencies = [("comments", "0004_conversation_roles")]

    operations = [migrations.RunPython(count_answers, migrations.RunPython.noop, elidable=True)]
