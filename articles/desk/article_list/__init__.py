"""The list of articles: columns, order, filters, and what can be done to many at once."""

from articles.desk.article_list.brought import BroughtColumn, bring, with_brought
from articles.desk.article_list.bulk import ACTIONS, BulkForm, SelectedRows
from articles.desk.article_list.changelist import ArticleChangeList
from articles.desk.article_list.columns import COLUMNS, PICKED_BY, ArticleColumns
from articles.desk.article_list.facets import FACETS
from articles.desk.article_list.finding import containing

__all__ = [
    "ACTIONS",
    "COLUMNS",
    "FACETS",
    "PICKED_BY",
    "ArticleChangeList",
    "ArticleColumns",
    "BroughtColumn",
    "BulkForm",
    "SelectedRows",
    "bring",
    "containing",
    "with_brought",
]
