"""What is in an archive, what is not, and why. Every model of every installed app is named here; a test sees to it."""

from typing import Any, NamedTuple

from django.apps import apps
from django.db.models import Model

# What no password matches; see django.contrib.auth.hashers.is_password_usable.
UNUSABLE = "!"


class Kind(NamedTuple):
    """A model whose rows are in it, and what its secrets become where the archive is to hold none."""

    label: str
    secrets: dict[str, Any] = {}

    @property
    def model(self) -> type[Model]:
        return apps.get_model(self.label)

    @property
    def name(self) -> str:
        """As the archive says it: `articles.article`."""
        return self.label.lower()


# In order of dependence: what a row refers to comes before it, or is a row of the same kind.
INSIDE = (
    Kind("auth.Group"),
    Kind("auth.Group_permissions"),
    Kind("auth.User", {"password": UNUSABLE}),
    Kind("auth.User_groups"),
    Kind("auth.User_user_permissions"),
    Kind("articles.CalendarLink"),
    Kind("taggit.Tag"),
    Kind("articles.TagProfile"),
    Kind("articles.TagAlias"),
    Kind("articles.TagMerge"),
    Kind("articles.Section"),
    Kind("articles.Section_editors"),
    Kind("articles.Illustration"),
    Kind("articles.Author"),
    Kind("articles.Identity"),
    Kind("articles.Page"),
    Kind("articles.PageText"),
    Kind("articles.Article"),
    Kind("articles.ArticleTag"),
    Kind("articles.Byline"),
    Kind("articles.Source"),
    Kind("articles.Revision"),
    Kind("articles.Note"),
    Kind("articles.ShareLink"),
    Kind("articles.SimilarChoice"),
    Kind("articles.Slot"),
    Kind("articles.Address"),
    Kind("articles.Edition"),
    Kind("articles.EditionTag"),
    Kind("articles.EditionAuthor"),
    Kind("articles.Correction"),
    Kind("articles.PictureUse"),
    Kind("articles.LinkCheck"),
    Kind("articles.Redirect"),
    Kind("articles.MissingPage"),
    Kind("articles.Arrival"),
    # Without its secret nobody could tell its messages from a stranger's, so it is switched off.
    Kind("articles.Webhook", {"secret": "", "old_secret": "", "is_active": False}),
    Kind("articles.Delivery"),
    Kind("comments.Policy"),
    Kind("comments.Discussion"),
    Kind("comments.Commenter"),
    Kind("comments.MailChoice"),
    Kind("comments.Block"),
    Kind("comments.Comment"),
    Kind("comments.Mention"),
    Kind("comments.Wording"),
    Kind("comments.Decision"),
    Kind("comments.Note"),
    Kind("comments.Report"),
    Kind("comments.ErrorReport"),
    Kind("comments.Letter"),
    Kind("comments.SpamToken"),
    Kind("comments.Watchlist"),
    Kind("comments.Watchlist_sections"),
    Kind("comments.Watchlist_tags"),
    Kind("comments.Watchlist_articles"),
    Kind("admin.LogEntry"),
)
# There in every site as soon as it is migrated, so an archive's take their place.
REPLACED = ("auth.Group_permissions", "auth.Group")

OUTSIDE = {
    "contenttypes.ContentType": "made by migrate; rows name them by app and model",
    "auth.Permission": "made by migrate; rows name them by app, model and word",
    "sessions.Session": "of the moment: people sign in again",
    "account.EmailAddress": "never used: an account has one address of its own",
    "account.EmailConfirmation": "never used: an account has one address of its own",
    "mfa.Authenticator": "secrets that stay on the site: people add their factors again",
    "usersessions.UserSession": "of the moment: people sign in again",
    "articles.Presence": "of the moment: who has a story open",
    "django_tasks_database.DBTaskResult": "of the moment: what workers are to do, and did",
    "taggit.TaggedItem": "never used: stories have links of their own to tags",
    "articles.SearchDocument": "made from editions by rebuild_search",
    "articles.SearchWord": "made from editions by rebuild_search",
    "articles.SearchLanguage": "made from editions by rebuild_search",
    "articles.SimilarPosts": "made from editions by rebuild_similar",
    "articles.Stamp": "moved by the database's own triggers",
}
