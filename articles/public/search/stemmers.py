"""The stemmers of the snowballstemmer package, each loaded by itself: the package's own door loads all of its languages.

They are some forty modules and 3 MB, of which a site uses one or two.
"""

from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

_package = find_spec("snowballstemmer")
# What is imported from below this module is looked for there.
__path__ = list(_package.submodule_search_locations or []) if _package else []


def stem(word: str, language: str) -> str:
    """In a language by its English name in small letters. Each word has a stemmer of its own: one serves no two threads."""
    return str(_stemmer(language)().stemWord(word))


@cache
def _stemmer(language: str) -> Any:
    module = import_module(f"{__name__}.{language}_stemmer")
    return getattr(module, f"{language.title()}Stemmer")
