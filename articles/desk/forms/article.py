"""The form of an article. It takes unfinished work: only what cannot be stored is refused."""

from typing import Any

from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.desk import figures, sittings
from articles.desk.forms.body import BodyWidget
from articles.desk.forms.tags import TagField
from articles.desk.status import moment
from articles.models import Article

WHEN = "%Y-%m-%dT%H:%M"


class ArticleForm(forms.ModelForm):
    """`version` is the one that the form was made from, `sitting` names the form itself (articles.desk.sittings)."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    sitting = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    tags = TagField(
        label=gettext_lazy("Tags"),
        required=False,
        help_text=gettext_lazy("What it is about, between commas. Similar posts are found by them; eight at most."),
    )
    live_from = forms.DateTimeField(
        label=gettext_lazy("Goes live at"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=WHEN),
    )
    note = forms.CharField(
        label=gettext_lazy("What changed"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Readers see it with an update. A minor update shows nothing."),
    )

    class Meta:
        model = Article
        fields = (
            "headline",
            "standfirst",
            "dateline_place",
            "dateline_date",
            "body",
            "illustration",
            "illustration_alt",
            "illustration_caption",
            "tags",
            "section",
            "label",
            "slug",
            "search_title",
            "search_description",
        )
        widgets = {
            "headline": forms.Textarea(attrs={"rows": 2, "data-count": 90}),
            "standfirst": forms.Textarea(attrs={"rows": 3, "data-count": 160}),
            "dateline_date": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "search_description": forms.Textarea(attrs={"rows": 3, "data-count": 160}),
            "body": BodyWidget,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["version"], self.initial["sitting"] = self.instance.version, sittings.new_token()
        if "live_from" in self.fields:
            zone = timezone.get_current_timezone_name()
            self.fields["live_from"].help_text = _("Newsroom time: %(zone)s. Counts only for Schedule.") % {
                "zone": zone
            }
        if self.instance.pk:
            self.initial["tags"] = list(self.instance.tags.all())  # in their order, which a model form does not keep
        self._wire_scripts()
        if self.initial.get("body"):
            self.initial["body"] = figures.readdressed(self.initial["body"])

    def _wire_scripts(self) -> None:
        """Tell the form's scripts where to ask; a form for reading only has no such fields."""
        if "tags" in self.fields:
            self.fields["tags"].widget.attrs |= {
                "class": "vTextField",
                "data-tags": reverse("admin:articles_article_tags"),
                "data-tags-label": _("Tags that are there already"),
                "data-tags-new": _("No such tag yet: it will be a new one."),
            }
        if "illustration" in self.fields:
            self.fields["illustration"].widget.attrs["data-thumbs"] = reverse(
                "admin:articles_illustration_thumb", args=[0]
            )

    def clean_headline(self) -> str:
        return " ".join(self.cleaned_data["headline"].split())

    def clean_body(self) -> str:
        body = self.cleaned_data["body"]
        if figures.strangers(body):
            raise forms.ValidationError(
                _("The text shows a picture that is not in the library. Take it out, or add it to the library first."),
                code="strange_picture",
            )
        return figures.readdressed(body)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if "_schedule" in self.data and not data.get("live_from") and "live_from" not in self.errors:
            self.add_error("live_from", forms.ValidationError(_("Write when it is to go live."), code="required"))
        if self.instance.pk and data.get("version") != self.instance.version:
            self._refuse_stale()
        return data

    def _refuse_stale(self) -> None:
        """Say who was faster. The form that comes back knows the new version: sent again, it is meant."""
        self.add_error(None, forms.ValidationError(self._overtaken(), code="stale"))
        data = self.data.copy()  # type: ignore[attr-defined]  # a QueryDict, which the stubs call a mapping
        data["version"] = str(self.instance.version)
        self.data = data

    def _overtaken(self) -> str:
        latest = self.instance.revisions.select_related("created_by").first()
        if latest is None or latest.created_by is None:
            return _("Somebody saved this article while you were writing. Yours is below, and not saved yet.")
        return _(
            "%(name)s saved this article on %(when)s, while you were writing. Yours is below, and not saved yet. "
            "Saving again puts it in place of theirs, which stays in the history as revision %(number)s."
        ) % {
            "name": latest.created_by.get_full_name() or latest.created_by.get_username(),
            "when": moment(latest.created_at),
            "number": latest.number,
        }
