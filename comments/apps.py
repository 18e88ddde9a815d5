from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CommentsConfig(AppConfig):
    name = "comments"
    verbose_name = _("Conversation")

    def ready(self) -> None:
        from articles.models import stamp
        from articles.public import comment_counts
        from comments import held, moderation, stamps
        from comments.letters import occasions
        from comments.models import Discussion

        stamp.watch(*stamps.WATCHED)
        comment_counts.count_with(Discussion.objects.counts)
        moderation.AFTER_RECEIPT.append(occasions.after_receipt)
        moderation.AFTER_RECEIPT.append(held.after_receipt)
        moderation.AFTER_DECISION.append(occasions.after_decision)
