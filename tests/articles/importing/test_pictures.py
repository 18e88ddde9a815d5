"""Pictures of texts that came from elsewhere: one address for all sizes, and their place when they are of the library."""

import pytest

from articles.importing.pictures import addresses, canonical, exact, is_picture, original, place

QUAY, FERRY = "https://tide.example/up/quay-300x200.jpg", "https://tide.example/up/ferry.jpg"
TEXT = (
    f'<p>a</p><figure><img src="{QUAY}" alt="Q &amp; A"><figcaption>At <em>dawn</em></figcaption></figure>'
    f'<p><img src="{FERRY}" alt=""></p><p>b</p><figure><img src="{QUAY}" alt=""></figure>'
)


@pytest.mark.parametrize(
    ("address", "same"),
    [
        ("http://www.tide.example/up/a-1024x683.jpg?x=1#y", "https://tide.example/up/a.jpg"),
        ("https://tide.example/up/a-scaled.jpg", "https://tide.example/up/a.jpg"),
        ("https://i2.wp.com/tide.example/up/a.jpg?resize=3%2C2", "https://tide.example/up/a.jpg"),
        ("//TIDE.example/up/caf%C3%A9.jpg", "https://tide.example/up/caf%C3%A9.jpg"),
        ("https://tide.example/up/café.jpg", "https://tide.example/up/caf%C3%A9.jpg"),
        (
            "https://g.example/content/images/size/w600/format/webp/2024/05/a.jpg",
            "https://g.example/content/images/2024/05/a.jpg",
        ),
        (
            "https://g.example/content/images/size/w600/a-640x480.jpg",
            "https://g.example/content/images/a-640x480.jpg",
        ),
        ("https://tide.example/up/route-66x.jpg", "https://tide.example/up/route-66x.jpg"),
        ("http://[x", "http://[x"),
    ],
)
def test_all_sizes_of_a_picture_are_one(address, same):
    assert canonical(address) == same


def test_a_file_has_one_address_whatever_serves_it():
    told = ["http://www.tide.example/up/a-3x2.jpg?x=1", "https://i0.wp.com/tide.example/up/a-3x2.jpg?w=9"]
    assert {exact(one) for one in told} == {"https://tide.example/up/a-3x2.jpg"}


@pytest.mark.parametrize(
    ("address", "whole"),
    [
        ("http://www.tide.example/up/a%20b-150x150.jpg?x=1", "http://www.tide.example/up/a%20b.jpg"),
        ("https://i0.wp.com/tide.example/up/a.jpg?w=9", "https://tide.example/up/a.jpg"),
        ("https://g.example/content/images/size/w1000/a-3x2.jpg", "https://g.example/content/images/a-3x2.jpg"),
        ("https://tide.example/up/a.jpg?w=9", ""),
        ("http://[x", ""),
    ],
)
def test_a_size_may_have_a_full_size_elsewhere(address, whole):
    assert original(address) == whole


def test_a_file_is_a_picture_by_its_name():
    assert is_picture("https://tide.example/a.JPG?x=1") and not is_picture("https://tide.example/a.pdf")


def test_a_text_names_its_pictures_once_in_order():
    assert addresses(TEXT) == [QUAY, FERRY]


def test_known_pictures_get_their_number_and_others_go():
    numbers = {QUAY: 7}
    assert place(TEXT, numbers, {7: "/media/q.jpg"}) == (
        '<p>a</p><figure><img data-file="7" alt="Q &amp; A" src="/media/q.jpg"><figcaption>At <em>dawn</em></figcaption></figure>'
        '<p>b</p><figure><img data-file="7" alt="" src="/media/q.jpg"></figure>'
    )


def test_a_text_without_pictures_stays_as_it_is():
    assert place("<p>a</p><figure></figure>", {}) == "<p>a</p><figure></figure>"
