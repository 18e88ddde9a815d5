"""Columns that are compared instead of what was typed."""

from typing import Any

from django.db import models

from comments import text


class KeyField(models.CharField):
    """The key of another column, made anew whenever the row is stored, in whatever way."""

    def __init__(self, *args: Any, of: str = "", **kwargs: Any) -> None:
        self.of = of
        super().__init__(*args, **kwargs | {"editable": False})

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs | {"of": self.of}

    def make(self, value: str) -> str:
        return text.key(value)

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        value = self.make(getattr(model_instance, self.of))
        setattr(model_instance, self.attname, value)
        return value


class FingerprintField(KeyField):
    def make(self, value: str) -> str:
        return text.fingerprint(value)
