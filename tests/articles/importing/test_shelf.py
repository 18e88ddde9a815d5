"""What is remembered of a large site lies in a file, and behaves like a dict."""

import pytest

from articles.importing.shelf import Shelf


def test_a_shelf_is_a_dict_in_the_order_in_which_things_came():
    shelf, plain = Shelf[str](), {}
    for key, value in [("b", "1"), ("a", ""), ("b", "2"), ("ü", "3"), ("", "4")]:
        shelf[key] = plain[key] = value
    assert list(shelf.items()) == list(plain.items())
    assert len(shelf) == 4 and "a" in shelf and "c" not in shelf and None not in shelf
    assert shelf.get("c") is None and shelf.setdefault("b", "5") == "2"
    del shelf["b"]
    assert list(shelf) == ["a", "ü", ""]
    with pytest.raises(KeyError):
        shelf["b"]
    with pytest.raises(KeyError):
        del shelf["b"]


def test_numbers_and_bytes_come_back_as_they_were():
    numbers, packed = Shelf[int](), Shelf[bytes]()
    numbers["a"], packed["a"] = 0, b"\0\xff"
    assert numbers["a"] == 0 and "a" in numbers
    assert packed["a"] == b"\0\xff"


def test_keys_by_their_beginning():
    shelf = Shelf[int]()
    for key in ("12/3", "1/9", "1/10", "1", "10/1", "1/2"):
        shelf[key] = 1
    assert shelf.starting("1/") == ["1/9", "1/10", "1/2"]


def test_half_a_character_in_a_key_is_no_fault():
    shelf = Shelf[int]()
    shelf["\ud800a"] = 1
    assert "\ud800a" in shelf and "\ud801a" not in shelf
