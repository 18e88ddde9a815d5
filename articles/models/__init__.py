"""Models of the newsroom: what the desk writes, what the public reads, and what both refer to."""

from articles.models.arrival import Arrival
from articles.models.article import Article, ArticleTag, Byline, Source
from articles.models.colleagues import CalendarLink, Note, Presence, ShareLink
from articles.models.correction import Correction
from articles.models.edition import FOREVER, Address, Edition, EditionAuthor, EditionTag
from articles.models.identity import Identity
from articles.models.illustration import Illustration
from articles.models.link_check import LinkCheck
from articles.models.page import Page, PageText
from articles.models.picture_use import PictureUse
from articles.models.redirect import MissingPage, Redirect
from articles.models.revision import Revision
from articles.models.search import SearchDocument, SearchLanguage, SearchWord
from articles.models.similar import SimilarChoice, SimilarPosts
from articles.models.slot import Slot
from articles.models.stamp import Stamp
from articles.models.story import Story
from articles.models.taxonomy import Author, Section, TagAlias, TagMerge, TagProfile
from articles.models.webhook import Delivery, Webhook

__all__ = [
    "FOREVER",
    "Address",
    "Arrival",
    "Article",
    "ArticleTag",
    "Author",
    "Byline",
    "CalendarLink",
    "Correction",
    "Delivery",
    "Edition",
    "EditionAuthor",
    "EditionTag",
    "Identity",
    "Illustration",
    "LinkCheck",
    "MissingPage",
    "Note",
    "Page",
    "PageText",
    "PictureUse",
    "Presence",
    "Redirect",
    "Revision",
    "SearchDocument",
    "SearchLanguage",
    "SearchWord",
    "Section",
    "ShareLink",
    "SimilarChoice",
    "SimilarPosts",
    "Slot",
    "Source",
    "Stamp",
    "Story",
    "TagAlias",
    "TagMerge",
    "TagProfile",
    "Webhook",
]
