"""Patterns of addresses, and the life of a block."""

from datetime import timedelta
from fnmatch import fnmatchcase
from itertools import product

import pytest
from django.contrib.admin.models import LogEntry
from django.utils import timezone

from comments import moderation
from comments.models import Block
from comments.moderation import blocks, patterns
from tests import make

NOW = timezone.now()
DAY = timedelta(days=1)
HOSTS = ("ab.ex", "cd.ab.ex", "ef.cd.ab.ex", "xab.ex", "ab.ex.cd", "ex.ab")
ADDRESSES = [f"{name}@{host}" for name in ("rosa", "rosa+a", "ros", "r", "xrosa") for host in HOSTS]


@pytest.mark.parametrize("begin", ["", "r", "rosa", "rosa+", "a"])
@pytest.mark.parametrize("below", ["", "*."])
def test_an_address_meets_what_a_glob_would_match(begin, below):
    for host, address in product(HOSTS, ADDRESSES):
        pattern = f"{begin}*@{below}{host}"
        assert (patterns.read(pattern) in patterns.meeting(address)) == fnmatchcase(address, pattern)


def test_a_host_means_itself_and_all_below():
    for host, address in product(HOSTS, ADDRESSES):
        found = address.rpartition("@")[2]
        assert (patterns.read(host) in patterns.meeting(address)) == (found == host or found.endswith(f".{host}"))


@pytest.mark.parametrize("address", [f"{'a' * 250}@b.example", f"a@{'b.' * 120}example", f"{'@' * 200}.", "", "rosa"])
def test_what_an_address_meets_stays_few(address):
    assert len(patterns.meeting(address)) < 1000


def test_a_block_holds_after_its_owner_was_forgotten(db):
    moderation.block("address", "rosa@readers.example", "refuse", by=make.moderator())
    moderation.erase("rosa@readers.example", keep_words=True)
    assert "rosa" not in Block.objects.get().value
    assert blocks.find("Rosa+2@readers.example", "", timezone.now()) and not blocks.find("max@a.example", "", NOW)


def test_a_pattern_that_names_its_owner_holds_after_they_were_forgotten(db):
    for pattern in ("rosa*@readers.example", "rosa+*@readers.example"):
        made = moderation.block("pattern", pattern, "refuse", by=make.superuser())
        moderation.erase("rosa@readers.example", keep_words=True)
        assert "rosa" not in Block.objects.get().value and blocks.find("rosa+2@readers.example", "", timezone.now())
        assert bool(blocks.find("rosa@readers.example", "", timezone.now())) == (pattern[4] == "*")
        made.delete()


def test_only_who_sees_addresses_says_how_one_begins(db):
    with pytest.raises(ValueError, match="may not see addresses"):
        moderation.block("pattern", "r*@readers.example", "hold", by=make.moderator())
    assert moderation.block("pattern", "r*@readers.example", "hold", by=make.chief()).pk


def test_a_hold_counts_again_after_a_suspension(db):
    rita, email = make.moderator(), "rosa@readers.example"
    moderation.block("address", email, "hold", by=rita, at=NOW)
    moderation.block("address", email, "refuse", by=rita, until=NOW + DAY, at=NOW)
    assert [blocks.find(email, "", NOW + later).effect for later in (DAY / 2, DAY)] == ["refuse", "hold"]
    moderation.block("address", email, "refuse", by=rita, at=NOW + DAY)
    assert Block.objects.in_force(NOW + DAY).get().until is None


def test_what_is_over_is_not_lifted_by_anybody(db):
    rita = make.moderator()
    made = moderation.block("address", "rosa@readers.example", "refuse", by=rita, until=NOW + DAY, at=NOW)
    moderation.lift(made, by=rita, at=NOW + DAY)
    assert Block.objects.get().lifted_by is None


def test_another_reason_is_kept_beside_the_first(db):
    rita = make.moderator()
    for why in ("Sells shoes.", "Sells hats.", "Sells hats.", ""):
        moderation.block("pattern", "*@shoes.example", "refuse", by=rita, note=why)
    assert list(Block.objects.order_by("pk").values_list("note", flat=True)) == ["Sells shoes.", "Sells hats."]
    assert Block.objects.in_force(timezone.now()).get().note == "Sells hats."


def test_a_person_is_named_in_no_log(db):
    moderation.note_on_person("rosa@readers.example", "Polite.", make.moderator())
    assert not LogEntry.objects.filter(object_repr__contains="rosa").exists()
