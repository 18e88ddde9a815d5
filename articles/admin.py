"""What of the newsroom stands in the admin; the screens themselves are in `articles.desk`."""

from django.contrib import admin
from taggit.models import Tag

from articles.desk.article_admin import ArticleAdmin
from articles.desk.identity_admin import IdentityAdmin
from articles.desk.illustration_admin import IllustrationAdmin
from articles.desk.page_admin import PageAdmin
from articles.desk.redirect_admin import MissingPageAdmin, RedirectAdmin
from articles.desk.tag_admin import TagAdmin
from articles.desk.taxonomy_admin import AuthorAdmin, SectionAdmin
from articles.desk.webhook_admin import DeliveryAdmin, WebhookAdmin
from articles.models import (
    Article,
    Author,
    Delivery,
    Identity,
    Illustration,
    MissingPage,
    Page,
    Redirect,
    Section,
    Webhook,
)

# taggit's own screens know nothing of our through tables, and merge tags by looking past them.
admin.site.unregister(Tag)
admin.site.register(Tag, TagAdmin)
admin.site.register(Article, ArticleAdmin)
admin.site.register(Illustration, IllustrationAdmin)
admin.site.register(Section, SectionAdmin)
admin.site.register(Author, AuthorAdmin)
admin.site.register(Page, PageAdmin)
admin.site.register(Redirect, RedirectAdmin)
admin.site.register(MissingPage, MissingPageAdmin)
admin.site.register(Identity, IdentityAdmin)
admin.site.register(Webhook, WebhookAdmin)
admin.site.register(Delivery, DeliveryAdmin)
