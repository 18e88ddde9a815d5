"""What is wrong with an operator's own templates, said when the site starts instead of to the first reader."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Info, register
from django.template import TemplateSyntaxError, engines


@register("newsroom")
def own_templates(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Each file below NEWSROOM_TEMPLATES_DIR is read; one that stands for none of ours may be misspelt."""
    return [message for folder in settings.NEWSROOM_TEMPLATES_DIR for message in _wrong_in(folder)]


def _wrong_in(folder: Path) -> Iterator[CheckMessage]:
    engine = engines["django"].engine  # type: ignore[attr-defined]  # Django's own has one
    for path in sorted(path for path in folder.rglob("*") if path.is_file() and not path.name.startswith(".")):
        name = path.relative_to(folder).as_posix()
        try:
            engine.from_string(path.read_text(encoding="utf-8"))
        except (TemplateSyntaxError, UnicodeDecodeError) as error:
            yield Error(f"{name}: {error}", id="newsroom.E001")
        if not any(_is_ours(origin.name, folder) for origin in _sources(engine, name)):
            hint = "It is used only if another of yours includes it or extends it; see docs/templates.md."
            yield Info(f"{name} stands for none of the site's templates.", hint=hint, id="newsroom.I001")


def _sources(engine: Any, name: str) -> Iterator[Any]:
    for loader in engine.template_loaders:
        yield from loader.get_template_sources(name)


def _is_ours(source: str, folder: Path) -> bool:
    return not Path(source).is_relative_to(folder) and Path(source).exists()
