from django.apps import AppConfig


class NewsroomConfig(AppConfig):
    name = "newsroom"

    def ready(self) -> None:
        from django.conf import settings
        from django.templatetags import i18n

        from newsroom import checks, deployment, translated  # noqa: F401 (importing the checks registers them)
        from newsroom.sign_in import checks as of_the_sign_in  # noqa: F401

        # Templates go on loading `i18n`. A library of that name in the settings is one that Django's own checks warn of.
        i18n.register.tags.update(translated.register.tags)
        if settings.SENTRY_DSN:
            from newsroom import sentry

            sentry.start()
        if settings.NEWSROOM_SLOW_QUERY_MS:
            from newsroom import slow_queries

            slow_queries.watch()
