"""WordPress's export files (WXR): how they are read (`reading`), what is known of the whole site (`known`), its stories."""

from articles.importing.wordpress.addresses import Permalinks
from articles.importing.wordpress.source import WordPress

__all__ = ["Permalinks", "WordPress"]
