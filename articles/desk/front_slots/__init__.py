"""The front page as editors arrange it."""

from articles.desk.front_slots.screen import urls

__all__ = ["urls"]
