from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class ArticlesConfig(AppConfig):
    name = "articles"
    verbose_name = _("Articles")

    def ready(self) -> None:
        from articles.models import cleanup, search, stamp, tag_names  # noqa: F401 (they connect their signal receivers)
        from articles.models.guards import install
        from articles.public import webhooks
        from articles.tasks import send_webhooks_soon

        # SQLite forgets triggers whenever a migration rebuilds their table, so they are set again after each migrate.
        post_migrate.connect(install, sender=self, dispatch_uid="articles.guards")
        post_migrate.connect(stamp.install, sender=self, dispatch_uid="articles.stamp")
        post_migrate.connect(search.install, sender=self, dispatch_uid="articles.search")
        webhooks.AFTER_NOTE.append(send_webhooks_soon)
