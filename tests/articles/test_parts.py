"""Pages in parts: what may be made anew by itself, and what is kept whole."""

from itertools import count

from django.template import Context, Template

from articles.models import parts
from articles.models.edition import Edition
from articles.models.parts import ENVIRON, Parts


def cut(make):
    asked = Parts()
    return asked, parts.cut({ENVIRON: asked}, make)


def test_a_page_that_nobody_asks_in_parts_is_as_it_is():
    assert parts.cut({}, lambda: f"<p>{parts.late(lambda: 'said')}</p>") == "<p>said</p>"


def test_the_late_parts_are_made_again_and_the_text_around_them_stays():
    said, found = count(1), {}

    def page():
        parts.ahead(lambda: found.update(n=next(said)))
        return f"<p>{parts.late(lambda: str(found['n']))}</p><b>{parts.late(lambda: '#' * found['n'])}</b>"

    asked, made = cut(page)
    assert made == "<p>1</p><b>#</b>"
    assert asked.texts == ["<p>", "</p><b>", "</b>"] and asked.make() == ["2", "##"]


def test_what_reads_elsewhere_what_late_parts_show_keeps_the_page_whole():
    edition = Edition(headline="The ferry")
    shown = Template("{{ edition.headline }} {{ edition.comment_count }}")

    def page():
        parts.late(lambda: edition.comment_count)
        return shown.render(Context({"edition": edition}))

    assert edition.comment_count is None
    asked, made = cut(lambda: f"{page()}{parts.late(lambda: '')}")
    assert not asked.late, "a part is not where it was made"
    edition.comment_count = 7
    asked, made = cut(lambda: f"{parts.late(lambda: str(edition.comment_count))} {page()}")
    assert made == "7 The ferry 7" and not asked.late
    asked, made = cut(lambda: f"{parts.late(lambda: str(edition.comment_count))} {edition.headline}")
    assert made == "7 The ferry" and len(asked.late) == 1


def test_a_part_that_stands_twice_or_elsewhere_keeps_the_page_whole():
    def twice():
        return 2 * parts.late(lambda: "a")

    def turned():
        first, second = parts.late(lambda: "a"), parts.late(lambda: "b")
        return f"{second}{first}"

    for page, made in ((twice, "aa"), (turned, "ba"), (lambda: parts.late(lambda: "a")[:0], "")):
        asked, text = cut(page)
        assert text == made and not asked.late


def test_what_is_made_for_many_pages_has_no_late_part():
    def page():
        with parts.together():
            return str(parts.late(lambda: "a"))

    asked, made = cut(page)
    assert made == "a" and asked.texts == ["a"] and not asked.late


def test_no_piece_of_a_mark_is_left_where_a_template_changes_the_text_around_a_part():
    def upper():
        return Template("{% filter upper %}<p>{{ part }}</p>{% endfilter %}").render(
            Context({"part": parts.late(lambda: "3 said")})
        )

    asked, made = cut(upper)
    assert (made, len(asked.late)) == ("<P>3 said</P>", 1) or made == "<P>3 SAID</P>"
    for cut_off in (slice(60), slice(20), slice(-5)):
        _asked, made = cut(lambda cut_off=cut_off: str(parts.late(lambda: "3 said and more"))[cut_off])
        assert made == "3 said and more"[cut_off]
