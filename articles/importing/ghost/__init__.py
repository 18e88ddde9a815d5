"""Ghost's export, a JSON file that holds the whole site but for its pictures.

Ghost has tags only. The first public tag of a story, which Ghost calls its primary one, becomes its section, the others its
tags; those whose name begins with # are notes of the newsroom and stay behind. Neither comments nor members are in the
file, whatever the site had of them.
"""

from articles.importing.ghost.source import Ghost

__all__ = ["Ghost"]
