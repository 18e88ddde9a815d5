"""The form of one tag, with the aliases that lead to it."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from taggit.models import Tag

from articles import tags
from articles.desk.forms.rows import SentRows
from articles.models import TagAlias


def refuse_taken(name: str, *, by_others_than: int | None) -> None:
    """Raise ValidationError if the name is a tag's, or leads to one as an alias."""
    tag = tags.known([name]).get(tags.key(name))
    if tag is None or tag.pk == by_others_than:
        return
    if tags.key(tag.name) == tags.key(name):
        raise ValidationError(
            _("“%(name)s” is there already. Merge the two instead."), code="tag_taken", params={"name": tag.name}
        )
    message = _("“%(name)s” is an alias of “%(tag)s”. Remove it there first.")
    raise ValidationError(message, code="alias_taken", params={"name": name, "tag": tag.name})


def refuse_taken_slug(slug: str, *, by_others_than: int | None) -> None:
    if tags.is_taken(slug, by_others_than):
        raise ValidationError(_("Another tag stands at this address, or did before."), code="slug_taken")


class TagForm(forms.ModelForm):
    class Meta:
        model = Tag
        fields = ("name", "slug")
        help_texts = {
            "name": gettext_lazy("Renamed, the tag goes on being found by its old name."),
            "slug": gettext_lazy("Stands in the address of the tag's page. An old address goes on leading there."),
        }

    def clean_name(self) -> str:
        name = tags.tidy(self.cleaned_data["name"])
        refuse_taken(name, by_others_than=self.instance.pk)
        return name

    def clean_slug(self) -> str:
        refuse_taken_slug(self.cleaned_data["slug"], by_others_than=self.instance.pk)
        return self.cleaned_data["slug"]


class AliasForm(forms.ModelForm):
    class Meta:
        model = TagAlias
        fields = ("name", "slug")

    def clean_name(self) -> str:
        name = tags.tidy(self.cleaned_data["name"])
        refuse_taken(name, by_others_than=None)
        return name

    def clean_slug(self) -> str:
        if slug := self.cleaned_data["slug"]:
            refuse_taken_slug(slug, by_others_than=None)
        return self.cleaned_data["slug"]


class AliasRows(SentRows):
    def clean(self) -> None:
        """Refuse rows that clash with each other, or with what the tag itself is about to be called."""
        super().clean()
        names, slugs = {_key(self.instance.name)}, {self.instance.slug}
        for form in self.extra_forms:
            data: dict[str, Any] = getattr(form, "cleaned_data", {})
            name, slug = _key(data.get("name", "")), data.get("slug", "")
            if (name and name in names) or (slug and slug in slugs):
                raise ValidationError(_("An alias stands here twice, or is the tag's own name or address."))
            names.add(name)
            slugs.add(slug)


def _key(name: str) -> str:
    try:
        return tags.key(name)
    except ValidationError:
        return ""
