"""The form of an article. It takes unfinished work: only what cannot be stored is refused."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.desk import figures, rules, sittings, typed
from articles.desk.forms.beside import BesideFields
from articles.desk.forms.body import BodyWidget
from articles.desk.forms.colleagues import NoteFields, ShareFields
from articles.desk.forms.inputs import PictureInput
from articles.desk.forms.planning import PlanningFields
from articles.desk.forms.publishing import PublishingFields
from articles.desk.forms.tags import TagField
from articles.models import Article, Revision, Section


class ArticleForm(BesideFields, PublishingFields, PlanningFields, NoteFields, ShareFields, forms.ModelForm):
    """`version` and `base` are the article's and its last revision's when the form was made, `sitting` names the form
    itself (articles.desk.sittings). `troubles` are reasons to refuse the form beside its fields, `recovered` is an
    autosave to begin with, `unsent` what was typed for a button that was not pressed, or that was refused, `by` is who
    sends it.
    """

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    base = forms.IntegerField(required=False, widget=forms.HiddenInput)
    sitting = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    tags = TagField(
        label=gettext_lazy("Tags"),
        required=False,
        help_text=gettext_lazy("What it is about, between commas. Similar posts are found by them; eight at most."),
    )

    troubles: tuple[str, ...] = ()
    recovered: Revision | None = None
    unsent: Mapping[str, str] = {}
    by: User | None = None

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
            "language",
            "slug",
            "search_title",
            "search_description",
        )
        widgets = {
            "headline": forms.Textarea(attrs={"rows": 2, "data-count": 90}),
            "standfirst": forms.Textarea(attrs={"rows": 3, "data-count": 160}),
            "dateline_date": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "search_title": forms.TextInput(attrs={"data-count": 60}),
            "search_description": forms.Textarea(attrs={"rows": 3, "data-count": 160}),
            "illustration": PictureInput,
            "body": BodyWidget,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            self.initial.update(sittings.marks_for(self.instance))
        if self.instance.pk:
            self.initial["tags"] = list(self.instance.tags.all())  # in their order, which a model form does not keep
        if self.recovered is not None:
            self.initial.update(typed.initial(self.recovered))
        if not self.is_bound:
            self.initial.update(self.unsent)
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
            }

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

    def clean_section(self) -> Section | None:
        section = self.cleaned_data["section"]
        if self.by is not None and not rules.may_move(self.by, self.instance, section):
            raise forms.ValidationError(rules.NO_MOVE, code="section")
        return section

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for trouble in self.troubles:
            self.add_error(None, forms.ValidationError(trouble, code="overtaken"))
        return data


class PartOfForm(ArticleForm):
    """Some fields of the form, read as it reads them. What is asked of the form as a whole waits until it is saved."""

    def __init__(self, names: Iterable[str], *args: Any, **kwargs: Any) -> None:
        vars(self)["base_fields"] = {name: ArticleForm.base_fields[name] for name in names}
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        return self.cleaned_data
