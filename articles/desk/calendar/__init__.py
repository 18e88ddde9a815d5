"""What is planned, scheduled and published, by week and month."""

from articles.desk.calendar.screen import urls

__all__ = ["urls"]
