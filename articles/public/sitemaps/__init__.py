"""What search engines read to find the pages of the site (sitemaps.org, protocol 0.9), and robots what they may read.

Stories stand in files by the month of their first publication. A month that is over changes only when one of its stories
does, so it need not be read again; and no file costs more than its month, however long the archive is.
"""

from articles.public.sitemaps.views import index, month, news, pages, robots

__all__ = ["index", "month", "news", "pages", "robots"]
