"""What pages tell machines, as JSON-LD by schema.org: the story, where it stands, who wrote it, who publishes it.

Made of what the page shows, without a query of its own.
"""

from articles.public.structured.article import block

__all__ = ["block"]
