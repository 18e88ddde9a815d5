"""A picture for the library, refused at the door with a reason where it is not one."""

from typing import Any

from django import forms
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from PIL import Image

from articles.desk import figures, library
from articles.models import Edition, Illustration
from articles.pictures.guard import PictureRefused

# What the files of a picture show or say; see articles.desk.library.
RENDERED = {"focal_x", "focal_y", "credit", "licence", "ai_made"}


class IllustrationForm(forms.ModelForm):
    """`picture` holds the decoded upload of a valid form, or None where the file stays as it is."""

    upload = forms.FileField(
        label=_("File"),
        help_text=Illustration._meta.get_field("file").help_text,
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,image/avif,image/gif"}),
    )

    class Meta:
        model = Illustration
        fields = (
            "title",
            "alt",
            "decorative",
            "caption",
            "credit",
            "credit_url",
            "licence",
            "ai_made",
            "focal_x",
            "focal_y",
        )
        widgets = {
            "focal_x": forms.NumberInput(attrs={"min": 0, "max": 1, "step": 0.01}),
            "focal_y": forms.NumberInput(attrs={"min": 0, "max": 1, "step": 0.01}),
        }

    is_store_away = False
    """Whether files could not be stored a moment ago."""
    picture: Image.Image | None = None
    ai_term = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and "upload" in self.fields:
            self.fields["upload"].required = False
            self.fields["upload"].label = _("Replace the file")

    def clean_upload(self) -> UploadedFile | None:
        upload = self.cleaned_data.get("upload")
        if upload:
            try:
                self.picture, self.ai_term = library.take(upload)
            except PictureRefused as refusal:
                raise forms.ValidationError(str(refusal), code=refusal.code) from refusal
        return upload

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if self.is_store_away:
            self.add_error("upload" if "upload" in self.fields else None, library.NOT_STORED)
        if self.picture is not None:
            self.instance.ai_term = self.ai_term
        if self.ai_term:
            data["ai_made"] = True  # the file says so itself
        if not data.get("alt") and not data.get("decorative") and "alt" not in self.errors:
            self._demand_words()
        if "upload" in self.fields and not data.get("upload") and RENDERED.intersection(self.changed_data):
            self._demand_original()
        return data

    def _demand_words(self) -> None:
        """A picture may wait for its description, but not while readers see it."""
        if self.instance.pk and figures.showing(Edition.objects.not_over(timezone.now()), self.instance).exists():
            message = _("Readers see this picture: describe it, or tick “decorative”.")
            self.add_error("alt", forms.ValidationError(message, code="no_alt"))

    def _demand_original(self) -> None:
        """Every file of the picture says who made it, so a new credit is rendered, as a new focal point is."""
        if self.instance.pk and not default_storage.exists(str(self.instance.file.name)):
            message = _("The stored file of this picture is gone. Choose the picture again.")
            self.add_error("upload", forms.ValidationError(message, code="lost"))
