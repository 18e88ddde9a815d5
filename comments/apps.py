from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CommentsConfig(AppConfig):
    name = "comments"
    verbose_name = _("Conversation")

    def ready(self) -> None:
        from comments import moderation
        from comments.letters import occasions

        moderation.AFTER_RECEIPT.append(occasions.after_receipt)
        moderation.AFTER_DECISION.append(occasions.after_decision)
