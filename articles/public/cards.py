"""Editions as lists show them. What one says never changes, so each process keeps those that were shown last."""

from collections.abc import Hashable, Sequence

from articles.models.edition import Edition
from articles.models.kept import Shelf
from articles.models.prepared import Prepared

# An edition is found by its id; with the time from which it is live, for the id of one that was not stored in the end
# may come again. Lists find both in an index: of whole rows SQLite would sort the archive.
Found = tuple[int, Hashable]

MOST = 1000
_kept: Shelf[Edition] = Shelf(MOST)
_by_id = Prepared(lambda ids: Edition.objects.filter(pk__in=ids).order_by().for_cards(), ids=list[int])


def cards(found: Sequence[Found]) -> list[Edition]:
    """These editions, which are live already, in this order and without their text. No query if all are kept, or one."""
    mark, kept = _kept.open()
    known = {one: kept[one] for one in found if one in kept}
    if missing := {one[0]: one for one in found if one not in known}:
        for edition in _by_id(ids=list(missing)):
            one = missing[edition.pk]
            edition.known_as = (mark, *one) if mark is not None else None
            known[one] = kept[one] = edition
    return [_own(known[one]) for one in found]


def _own(edition: Edition) -> Edition:
    """A page writes into its editions, as how many comments there are; others hold them too."""
    own = Edition.__new__(Edition)
    own.__dict__.update(edition.__dict__)
    return own
