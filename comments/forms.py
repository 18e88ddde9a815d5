"""The form under every story."""

import re
from collections.abc import Callable
from functools import cache
from typing import Any, cast

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Field, Layout, LayoutObject
from crispy_forms.utils import render_crispy_form
from django import forms
from django.conf import settings
from django.contrib.auth.models import User
from django.core.validators import RegexValidator, URLValidator
from django.http import HttpRequest, QueryDict
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.text import format_lazy
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from articles.models.edition import Address, Edition
from comments import own, signed, text, visitors
from comments.models import Comment, Discussion
from comments.models.comment import EMAIL_LENGTH, NAME_LENGTH, WEBSITE_LENGTH
from comments.moderation import Draft

GUEST_FIELDS = ("name", "email", "website", "remember")
# A hidden field has no label that would ask for it by its id.
NOBODY_ASKS = {"id": False}


class Button(LayoutObject):
    """A button that sends the form; a quiet one says by `name` what else is wanted. crispy's own brings foreign classes."""

    def __init__(self, label: str, name: str = "") -> None:
        self.label, self.name = label, name

    def render(self, form: forms.BaseForm, context: Any, template_pack: str = "", **kwargs: Any) -> SafeString:
        return render_to_string(f"{template_pack}/layout/button.html", {"label": self.label, "name": self.name})


# What Django puts in place of bytes that are no UTF-8.
is_readable = RegexValidator(
    "\ufffd",
    gettext_lazy("Some characters here could not be read and stand as �. Type them again."),
    code="unreadable",
    inverse_match=True,
)


class Uncut:
    """No `maxlength` for browsers, which cut what is pasted without a word: the form says what is too long."""

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        found: dict[str, Any] = super().widget_attrs(widget)  # type: ignore[misc]  # of the field
        return {name: value for name, value in found.items() if name != "maxlength"}


class LineField(Uncut, forms.CharField):
    """Text on one line, without what cannot be seen."""

    default_validators = [is_readable]

    def to_python(self, value: Any) -> str:
        typed = super().to_python(value) or ""
        return typed if "\0" in typed else text.tidy_line(typed)


class PlainTextField(Uncut, forms.CharField):
    """Text on many lines. Their ends count as one character each, as the browser counts them."""

    default_validators = [is_readable]

    def to_python(self, value: Any) -> str:
        typed = (super().to_python(value) or "").replace("\r\n", "\n")
        return typed if text.tidy(typed) else ""

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """What the counter of `write.js` needs."""
        return super().widget_attrs(widget) | {
            "data-limit": self.max_length,
            "data-left": lazy(_left, str)(),
            "data-over": lazy(_over, str)(),
        }


# One number of each kind that languages count differently: zero, one, two, few, many and other, as `Intl.PluralRules` has them.
_KINDS = (0, 1, 2, 3, 11, 100)


def _left() -> str:
    return _counted(lambda n: ngettext("{n} character left", "{n} characters left", n))


def _over() -> str:
    return _counted(lambda n: ngettext("{n} character over", "{n} characters over", n))


def _counted(say: Callable[[int], str]) -> str:
    """The words for each kind, with a bar between; nothing for a kind that is counted as most are."""
    *words, most = map(say, _KINDS)
    return "|".join([*("" if said == most else said for said in words), most])


class MailField(Uncut, forms.EmailField):
    """An address for mail."""


class WebField(Uncut, forms.URLField):
    default_validators = [URLValidator(schemes=["http", "https"])]


def comment_field() -> PlainTextField:
    """What a comment says. Each form has one of its own."""
    return PlainTextField(
        label=gettext_lazy("Comment"),
        max_length=settings.NEWSROOM_COMMENT_LENGTH,
        help_text=format_lazy(
            gettext_lazy(
                "Up to {limit} characters. Web addresses become links; a moderator may read it before it appears."
            ),
            limit=f"{settings.NEWSROOM_COMMENT_LENGTH:,}",
        ),
        widget=forms.Textarea(attrs={"rows": 8, "cols": False}),
        error_messages={
            "required": gettext_lazy("Write a comment."),
            "max_length": gettext_lazy("Keep the comment to %(limit_value)d characters; it has %(show_value)d."),
        },
    )


class CommentForm(forms.Form):
    text = comment_field()
    name = LineField(
        label=gettext_lazy("Name"),
        max_length=NAME_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={
            "required": gettext_lazy("Enter your name."),
            "max_length": gettext_lazy("Keep the name to %(limit_value)d characters; it has %(show_value)d."),
        },
    )
    email = MailField(
        label=gettext_lazy("Email"),
        max_length=EMAIL_LENGTH,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": gettext_lazy("Enter your email address. It will not be published."),
            "invalid": gettext_lazy("Enter an email address like name@example.com."),
            "max_length": gettext_lazy("Keep the address to %(limit_value)d characters; it has %(show_value)d."),
        },
    )
    website = WebField(
        label=gettext_lazy("Website"),
        max_length=WEBSITE_LENGTH,
        required=False,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"autocomplete": "url"}),
        error_messages={
            "invalid": gettext_lazy("Enter a web address like https://example.com, or leave this empty."),
            "max_length": gettext_lazy("Keep the web address to %(limit_value)d characters; it has %(show_value)d."),
        },
    )
    notify = forms.ChoiceField(
        label=gettext_lazy("Mail on replies"),
        choices=Comment.Notify.choices,
        required=False,
        help_text=gettext_lazy("A new address is asked to agree first. Every mail has a link that stops it."),
        error_messages={"invalid_choice": gettext_lazy("Choose one of the answers.")},
    )
    remember = forms.BooleanField(
        label=gettext_lazy("Save my name, email, and website in this browser for the next time I comment."),
        required=False,
    )
    # What comes back in these three is judged by `comments.moderation`, or looked up; it need not be text of any form.
    parent = forms.Field(required=False, widget=forms.HiddenInput(attrs=NOBODY_ASKS))
    stamp = forms.Field(required=False, widget=forms.HiddenInput(attrs=NOBODY_ASKS))
    topic = forms.Field(required=False, label=gettext_lazy("Leave this field empty"))

    # How the comment will stand, once its writer has asked to see it.
    preview: Comment | None = None

    def __init__(
        self,
        data: Any = None,
        *,
        edition: Edition,
        member: User | None = None,
        remembered: dict[str, str] | None = None,
        reply_to: Comment | None = None,
    ) -> None:
        initial = {
            **(remembered or {}),
            "remember": bool(remembered),
            "parent": reply_to.pk if reply_to else None,
            # What is sent back brings its own.
            "stamp": signed.stamp(edition.article_id, timezone.now()) if data is None else "",
        }
        super().__init__(data, initial=initial)
        self.edition, self.member = edition, member
        self.reply_to = reply_to
        if member:
            for name in GUEST_FIELDS:
                del self.fields[name]
            if not member.email:
                del self.fields["notify"]

    @property
    def helper(self) -> FormHelper:
        """How crispy-forms sets the form."""
        helper = FormHelper()
        # Without a fragment: browsers then obey `autofocus`, and lead to the error summary.
        helper.form_action = f"{self.edition.get_absolute_url()}comment/"
        helper.attrs = {"novalidate": True}
        helper.disable_csrf = self.member is None
        helper.include_media = False
        guest = [Div("name", "email", css_class="reply-form__pair"), "website"]
        trap = Field("topic", template="newsroom_forms/trap.html")
        helper.layout = Layout(
            "text",
            *([] if self.member else guest),
            *(["notify"] if "notify" in self.fields else []),
            *([] if self.member else ["remember"]),
            trap,
            "parent",
            "stamp",
            buttons(_("Post Comment")),
        )
        return helper

    def clean_parent(self) -> Comment | None:
        """The comment that is answered; it must be one that readers see under this story."""
        posted = self.cleaned_data["parent"]
        if not posted:
            return None
        self.reply_to = find_parent(self.edition, posted)
        if self.reply_to is None:
            data = cast(QueryDict, self.data).copy()
            data["parent"] = ""
            self.data = data
            self.add_error(None, _("The comment that you answer is no longer there. You can post yours by itself."))
        return self.reply_to

    def draft(self, request: HttpRequest) -> Draft:
        """The comment as `moderation.receive` takes it. The form must be valid."""
        data = self.cleaned_data
        mine = {"name": visitors.public_name(self.member), "email": self.member.email} if self.member else {}
        return Draft(
            edition=self.edition,
            # Read anew by whoever decides: what it says now may be over then.
            discussion=Discussion(article_id=self.edition.article_id),
            text=data["text"],
            name=mine.get("name", data.get("name", ""))[:NAME_LENGTH],
            email=mine.get("email", data.get("email", "")),
            website=data.get("website", ""),
            parent=data["parent"],
            user=self.member,
            network=visitors.network(request),
            stamp=data["stamp"] or "",
            trap=data["topic"] or "",
            notify=data.get("notify", ""),
        )


class _Shared(dict[str, forms.Field]):
    """Fields that no form changes, so that each has those of the class: to copy them takes longer than to ask them all."""

    def __deepcopy__(self, memo: Any) -> dict[str, forms.Field]:
        return dict(self)


CommentForm.base_fields = _Shared(CommentForm.base_fields)


class EditForm(forms.Form):
    """A comment as its writer has it before them to change."""

    text = comment_field()
    # The decision of a moderator that its writer knows of: `Comment.decided_at`, as `seen_of` spells it.
    seen = forms.Field(required=False, widget=forms.HiddenInput)

    preview: Comment | None = None

    def __init__(self, data: Any = None, *, comment: Comment) -> None:
        super().__init__(data, initial={"text": comment.text, "seen": seen_of(comment)})
        self.comment = comment

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper()
        helper.form_action = own.edit_path(self.comment)
        helper.attrs = {"novalidate": True}
        helper.disable_csrf = True
        helper.include_media = False
        helper.layout = Layout("text", "seen", buttons(_("Save changes")))
        return helper


def seen_of(comment: Comment) -> str:
    return comment.decided_at.isoformat() if comment.decided_at else ""


def buttons(label: str) -> Div:
    """The button that sends the form, first, because the Enter key presses it; and the one that only shows."""
    return Div(Button(label), Button(_("Preview"), "preview"), css_class="buttons")


def find_parent(edition: Edition, posted: str) -> Comment | None:
    """The comment of that id, if readers see it under this story."""
    if not (posted.isascii() and posted.isdigit() and len(posted) < 19):
        return None
    return Comment.objects.approved().for_readers().filter(pk=posted, discussion=edition.article_id).first()


# --- A guest's empty form ---
#
# It stands under every story and takes crispy-forms longer than all the rest of the conversation. So it is set once in a
# process for each language, with marks for the three values that differ between stories.

_PATH, _STAMP, _PARENT = "--path--", "--stamp--", "--parent--"
_MARK = re.compile("|".join((_PATH, _STAMP, _PARENT)))
_EMPTY_LINES = re.compile(r"\n\s*\n")


def blank(edition: Edition, reply_to: Comment | None) -> SafeString:
    """The form as every guest gets it under this story."""
    markup = _blank(get_language() or "")
    values = {
        _PATH: edition.get_absolute_url(),
        _STAMP: signed.stamp(edition.article_id, timezone.now()),
        _PARENT: str(reply_to.pk) if reply_to else "",
    }
    # In one pass: an address may contain what looks like the next mark.
    return SafeString(_MARK.sub(lambda mark: escape(values[mark[0]]), markup))


@cache
def _blank(language: str) -> str:
    form = CommentForm(edition=Edition(article_id=0, address=Address(path=_PATH)))
    form.initial.update(stamp=_STAMP, parent=_PARENT)
    return _EMPTY_LINES.sub("\n", render_crispy_form(form))
