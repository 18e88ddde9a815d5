"""Lists of what needs care: what is live and lacks something, what waits too long, what leads nowhere."""

from articles.desk.reports.screen import counts, urls

__all__ = ["counts", "urls"]
