"""The paper as an export file of WordPress (WXR 1.2), which WordPress's own importer reads.

Written piece by piece, in bounded memory: people, sections and tags, then the pages, then each story after the pictures
that it shows. Published text is what the live edition says; the working article stands only for what is not public.
"""

from newsroom.leaving.wordpress.document import write
from newsroom.leaving.wordpress.pictures import NotLaid, Pictures

__all__ = ["NotLaid", "Pictures", "write"]
