"""Plots for the docs, drawn as SVG and readable on light and on dark pages."""

import math
from collections.abc import Sequence

WIDTH, HEIGHT = 640, 360
LEFT, RIGHT, TOP, BOTTOM = 64, 150, 20, 52
BAR, GAP = 16, 8
STYLE = """
text { font: 13px system-ui, sans-serif; fill: #24292f }
.grid { stroke: #c3c9d0; stroke-width: 1 }
.line { fill: none; stroke-width: 2.5 }
.c0 { stroke: #0b5cad } .c1 { stroke: #a3320b } .c2 { stroke: #1a6b3c } .c3 { stroke: #7a3d9c } .c4 { stroke: #7a5a00 }
.f0 { fill: #0b5cad } .f1 { fill: #a3320b } .f2 { fill: #1a6b3c } .f3 { fill: #7a3d9c } .f4 { fill: #7a5a00 }
@media (prefers-color-scheme: dark) {
  text { fill: #e6edf3 } .grid { stroke: #484f58 }
  .c0 { stroke: #79b8ff } .c1 { stroke: #ffa077 } .c2 { stroke: #7ee2a8 } .c3 { stroke: #d2a8ff } .c4 { stroke: #e3c04d }
  .f0 { fill: #79b8ff } .f1 { fill: #ffa077 } .f2 { fill: #7ee2a8 } .f3 { fill: #d2a8ff } .f4 { fill: #e3c04d }
}
"""
COLOURS = 5
Line = tuple[str, Sequence[tuple[float, float]]]


def lines(title: str, series: Sequence[Line], across: str, upward: str) -> str:
    """A line for each of the series, over a scale on which every tenfold is as wide as the next."""
    xs = sorted({x for _name, points in series for x, _y in points})
    top = _round(max(y for _name, points in series for _x, y in points))
    drawn = [
        *_rows(top),
        *(f'<text x="{_x(x, xs)}" y="{HEIGHT - BOTTOM + 20}" text-anchor="middle">{x:,.0f}</text>' for x in xs),
    ]
    drawn += [f'<text x="{(LEFT + WIDTH - RIGHT) / 2}" y="{HEIGHT - 10}" text-anchor="middle">{across}</text>']
    drawn += [f'<text x="{LEFT}" y="14">{upward}</text>']
    taken: list[float] = []
    for number, (name, points) in enumerate(series):
        places = [(_x(x, xs), _y(y, top)) for x, y in points]
        colour = number % COLOURS
        drawn.append(f'<polyline class="line c{colour}" points="{" ".join(f"{x},{y}" for x, y in places)}"/>')
        drawn += [f'<circle class="f{colour}" cx="{x}" cy="{y}" r="3.5"/>' for x, y in places]
        label = _free(places[-1][1], taken)
        drawn.append(f'<text x="{places[-1][0] + 10}" y="{label + 4}">{name}</text>')
    described = "; ".join(f"{name}: {', '.join(f'{x:,.0f}: {y:g}' for x, y in points)}" for name, points in series)
    return _svg(title, described, HEIGHT, drawn)


def bars(title: str, values: Sequence[tuple[str, float]], mark: float, unit: str) -> str:
    """A bar for each value, and a line across where `mark` is."""
    most = max([mark, *(value for _name, value in values)]) * 1.05
    height = TOP + len(values) * (BAR + GAP) + 30
    left, wide = 160, WIDTH - 160 - 70
    drawn = []
    for number, (name, value) in enumerate(values):
        y = TOP + number * (BAR + GAP)
        width = round(wide * value / most, 1)
        drawn += [
            f'<text x="{left - 8}" y="{y + 13}" text-anchor="end">{name}</text>',
            f'<rect class="f0" x="{left}" y="{y}" width="{width}" height="{BAR}"/>',
            f'<text x="{left + width + 6}" y="{y + 13}">{value:g}{unit}</text>',
        ]
    x = round(left + wide * mark / most, 1)
    drawn.append(f'<path class="c1" stroke-width="1.5" stroke-dasharray="5 4" d="M{x} {TOP - 6}V{height - 26}"/>')
    drawn.append(f'<text x="{x}" y="{height - 10}" text-anchor="middle">{mark:g}{unit}</text>')
    described = "; ".join(f"{name}: {value:g}{unit}" for name, value in values)
    return _svg(title, described, height, drawn)


def _svg(title: str, described: str, height: int, drawn: Sequence[str]) -> str:
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img">',
            f"<title>{title}</title>",
            f"<desc>{described}.</desc>",
            f"<style>{STYLE}</style>",
            *drawn,
            "</svg>\n",
        ]
    )


def _rows(top: float) -> list[str]:
    found = []
    for part in range(5):
        y = _y(top * part / 4, top)
        found.append(f'<path class="grid" d="M{LEFT} {y}H{WIDTH - RIGHT}"/>')
        found.append(f'<text x="{LEFT - 8}" y="{y + 4}" text-anchor="end">{top * part / 4:g}</text>')
    return found


def _round(value: float) -> float:
    """The next of 1, 2, 4, 6, 8 or 10 times a power of ten."""
    power = 10 ** math.floor(math.log10(value)) if value > 0 else 1
    return next(step * power for step in (1, 2, 4, 6, 8, 10, 20) if step * power >= value)


def _x(value: float, xs: Sequence[float]) -> float:
    first, last = math.log(xs[0]), math.log(xs[-1])
    share = (math.log(value) - first) / (last - first) if last > first else 0.5
    return round(LEFT + (WIDTH - LEFT - RIGHT) * share, 1)


def _y(value: float, top: float) -> float:
    return round(HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * value / top, 1)


def _free(wanted: float, taken: list[float]) -> float:
    """A height for a label at which no other stands."""
    while any(abs(wanted - other) < 15 for other in taken):
        wanted -= 5
    taken.append(wanted)
    return wanted
