"""The page of figures that `make bench` writes."""

from xml.etree import ElementTree

from tests.bench import drawing, page


def _texts(picture: str) -> list[str]:
    return [
        element.text for element in ElementTree.fromstring(picture).iter() if element.text and element.text.strip()
    ]


def test_a_plot_names_its_lines_and_tells_its_figures_to_those_who_do_not_see_it():
    drawn = drawing.lines(
        "Growth", [("front", [(1000, 2), (20000, 2.5)]), ("tag", [(1000, 2), (20000, 2.5)])], "n", "ms"
    )
    texts = _texts(drawn)
    assert {"Growth", "front", "tag", "1,000", "20,000"} <= set(texts)
    assert "front: 1,000: 2, 20,000: 2.5; tag: 1,000: 2, 20,000: 2.5." in texts


def test_labels_of_lines_that_end_together_stand_apart():
    drawn = drawing.lines("Growth", [("front", [(1, 2)]), ("tag", [(1, 2)])], "n", "ms")
    heights = {e.text: float(e.get("y")) for e in ElementTree.fromstring(drawn).iter() if e.text in ("front", "tag")}
    assert abs(heights["front"] - heights["tag"]) >= 15


def test_the_table_says_how_much_a_page_grows_with_the_archive():
    rows = [
        {"size": size, "page": "front", "queries": 4, "best": cost, "kept": 0.1, "floor": 0.08, "kept_ratio": 1.25}
        for size, cost in ((1000, 2.0), (20000, 2.2))
    ]
    assert "| front | 4 | 2.00 | 2.20 | × 1.10 | 0.100 | 0.080 | 1.25 |" in page._table(rows, [1000, 20000])
