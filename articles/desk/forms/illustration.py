"""A picture for the library, refused at the door with a reason where it is not one."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from PIL import Image

from articles.desk import library
from articles.models import Illustration
from articles.pictures.guard import PictureRefused


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

    picture: Image.Image | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and "upload" in self.fields:
            self.fields["upload"].required = False
            self.fields["upload"].label = _("Replace the file")

    def clean_upload(self) -> UploadedFile | None:
        upload = self.cleaned_data.get("upload")
        if upload:
            try:
                self.picture = library.take(upload)
            except PictureRefused as refusal:
                raise forms.ValidationError(str(refusal), code=refusal.code) from refusal
        return upload

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not data.get("alt") and not data.get("decorative") and "alt" not in self.errors:
            self.add_error(
                "alt", forms.ValidationError(_("Describe the picture, or tick “decorative”."), code="no_alt")
            )
        return data
