"""The moderators' place: what waits, what readers reported, what was decided, one card a comment, one key an act."""

from comments.desk.queue.screen import urls

__all__ = ["urls"]
