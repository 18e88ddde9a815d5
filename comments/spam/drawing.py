"""The learning curve of the spam filter as a picture for the docs, readable on light and on dark pages."""

from collections.abc import Callable, Sequence

from comments.spam.measuring import Point, Share

WIDTH, HEIGHT = 640, 360
LEFT, RIGHT, TOP, BOTTOM = 56, 116, 20, 52
STYLE = """
text { font: 13px system-ui, sans-serif; fill: #24292f }
.grid { stroke: #c3c9d0; stroke-width: 1 }
.line { fill: none; stroke: #0b5cad; stroke-width: 2.5 }
.held { stroke: #a3320b; stroke-dasharray: 7 4 }
.dot { fill: #0b5cad } .held.dot { fill: #a3320b; stroke: none }
.span { stroke: #0b5cad; stroke-width: 1 } .held.span { stroke: #a3320b; stroke-dasharray: none }
@media (prefers-color-scheme: dark) {
  text { fill: #e6edf3 } .grid { stroke: #484f58 }
  .line, .span { stroke: #79b8ff } .dot { fill: #79b8ff }
  .held, .held.span { stroke: #ffa077 } .held.dot { fill: #ffa077 }
}
"""


def draw(points: Sequence[Point]) -> str:
    """An SVG: spam that is held, and other comments that are held by mistake, by the number of decisions learned."""
    last = max(point.decisions for point in points)
    described = "; ".join(f"{p.decisions}: {_percent(p.recall)} and {_percent(p.false_holds)}" for p in points)
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img">',
            "<title>Learning curve of the spam filter</title>",
            f"<desc>Decisions learned: spam held and other comments held by mistake. {described}.</desc>",
            f"<style>{STYLE}</style>",
            *_axes(last),
            *_series(points, last, "", "spam held", lambda point: point.recall),
            *_series(points, last, "held", "others held", lambda point: point.false_holds),
            "</svg>\n",
        ]
    )


def _percent(share: Share) -> str:
    return f"{100 * share.value:.1f} %"


def _x(decisions: float, last: int) -> float:
    return round(LEFT + (WIDTH - LEFT - RIGHT) * decisions / last, 1)


def _y(value: float) -> float:
    return round(HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * value, 1)


def _axes(last: int) -> list[str]:
    rows = [
        f'<path class="grid" d="M{LEFT} {_y(tenths / 10)}H{WIDTH - RIGHT}"/>'
        f'<text x="{LEFT - 8}" y="{_y(tenths / 10) + 4}" text-anchor="end">{tenths * 10} %</text>'
        for tenths in range(0, 11, 2)
    ]
    marks = [
        f'<text x="{_x(number, last)}" y="{HEIGHT - BOTTOM + 20}" text-anchor="middle">{number}</text>'
        for number in range(0, last + 1, 100)
    ]
    middle = _x(last / 2, last)
    return [*rows, *marks, f'<text x="{middle}" y="{HEIGHT - 10}" text-anchor="middle">decisions learned</text>']


def _series(points: Sequence[Point], last: int, kind: str, label: str, share: Callable[[Point], Share]) -> list[str]:
    places = [(_x(point.decisions, last), share(point)) for point in points]
    spans = [f'<path class="{kind} span" d="M{x} {_y(of.interval[0])}V{_y(of.interval[1])}"/>' for x, of in places]
    line = " ".join(f"{x},{_y(of.value)}" for x, of in places)
    dots = [f'<circle class="{kind} dot" cx="{x}" cy="{_y(of.value)}" r="3.5"/>' for x, of in places]
    x, end = places[-1]
    name = f'<text x="{x + 12}" y="{_y(end.value) + 4}">{label}</text>'
    return [*spans, f'<polyline class="{kind} line" points="{line}"/>', *dots, name]
