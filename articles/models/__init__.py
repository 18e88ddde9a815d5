"""Models of the newsroom: what the desk writes, what the public reads, and what both refer to."""

from articles.models.article import Article, ArticleTag, Byline, Source
from articles.models.correction import Correction
from articles.models.edition import FOREVER, Address, Edition, EditionAuthor, EditionTag
from articles.models.illustration import Illustration
from articles.models.revision import Revision
from articles.models.similar import SimilarPosts
from articles.models.story import Story
from articles.models.taxonomy import Author, Section, TagProfile

__all__ = [
    "FOREVER",
    "Address",
    "Article",
    "ArticleTag",
    "Author",
    "Byline",
    "Correction",
    "Edition",
    "EditionAuthor",
    "EditionTag",
    "Illustration",
    "Revision",
    "Section",
    "SimilarPosts",
    "Source",
    "Story",
    "TagProfile",
]
