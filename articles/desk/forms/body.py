"""The editor of a story's text: what `articles.html` allows, and nothing else."""

from typing import Any

from django.templatetags.static import static
from django_prose_editor.widgets import (
    AdminProseEditorWidget,
    importmap,
    prose_editor_js,
    prose_editor_media,
)
from js_asset import Media

from articles.html import EXTENSIONS, OWN_EXTENSIONS

MENU = [
    {"group": "headings"},
    {"group": "marks"},
    {"group": "link"},
    {"group": "lists"},
    {"group": "nodes -blockType"},
    {"group": "history"},
]

# The library's own, without its font of icons: newsroom.js draws them.
LOOKS = Media(
    importmap=importmap,
    css={"all": ["django_prose_editor/editor.css", "django_prose_editor/overrides.css", "articles/editor/editor.css"]},
    js=[prose_editor_js],
)


class BodyWidget(AdminProseEditorWidget):
    """A text area of HTML, which the library's script turns into an editor."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        extensions = EXTENSIONS | {
            "Menu": {"groups": MENU},
            # The library switches the browser's spelling check off; writers want it.
            "NoSpellCheck": False,
        }
        super().__init__(attrs=attrs, config={"extensions": extensions}, preset="configurable")

    def get_config(self) -> dict[str, Any]:
        config = super().get_config()
        config["extensions"] |= dict.fromkeys(OWN_EXTENSIONS, True)
        # Known to the script only: they make no elements, so the sanitiser has no rule for them.
        config["extensions"] |= {"NewsroomTextBox": True, "NewsroomPaste": True}
        config["js_modules"] = [static("articles/editor/newsroom.js")]
        return config

    @property
    def media(self) -> Media:
        return prose_editor_media(base=LOOKS, preset=self.preset)
