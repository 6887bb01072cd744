"""A picture of growth: seconds over statements, both on logarithmic scales, as SVG."""

import math
from html import escape

WIDTH, HEIGHT = 780, 460
LEFT, RIGHT, TOP, BOTTOM = 70, 270, 40, 50
# Colours that those who see no red and green can tell apart.
COLOURS = ("#0072b2", "#56b4e9", "#009e73", "#e69f00", "#d55e00", "#cc79a7", "#000000")


def draw_growth(
    figures: list[dict],
    *,
    title: str = "Seconds of a whole check over the number of statements",
    unit: str = "statements",
    seconds: str = "seconds, whole process",
) -> str:
    """Return the picture of figures with ``engine``, ``statements`` (the size) and ``seconds``."""
    whole = [f for f in figures if not f["stopped"]]
    x = make_scale([f["statements"] for f in whole], LEFT, WIDTH - RIGHT)
    y = make_scale([f["seconds"] for f in whole], HEIGHT - BOTTOM, TOP)
    parts = [draw_axes(x, y, unit, seconds)]
    engines = list(dict.fromkeys(f["engine"] for f in whole))
    # Names stand beside the last point of their line, never on each other.
    ends = sorted((y[0](last(whole, engine)["seconds"]), engine) for engine in engines)
    at, names = -math.inf, {}
    for height, engine in ends:
        at = max(height, at + 17)
        names[engine] = at
    for engine, colour in zip(engines, COLOURS, strict=False):
        points = [(x[0](f["statements"]), y[0](f["seconds"])) for f in of(whole, engine)]
        line = " ".join(f"{a:.1f},{b:.1f}" for a, b in points)
        parts.append(f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts += [f'<circle cx="{a:.1f}" cy="{b:.1f}" r="4" fill="{colour}"/>' for a, b in points]
        parts.append(
            f'<text x="{WIDTH - RIGHT + 12}" y="{names[engine] + 4:.1f}" fill="{colour}" '
            f'font-weight="600">{escape(engine)}</text>'
        )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        'font-family="system-ui, sans-serif" font-size="13" role="img">'
        f"<title>{escape(title)}</title>"
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>' + "".join(parts) + "</svg>\n"
    )


def of(figures: list[dict], engine: str) -> list[dict]:
    """Return the figures of one engine, smallest first."""
    found = [f for f in figures if f["engine"] == engine]
    return sorted(found, key=lambda f: f["statements"])


def last(figures: list[dict], engine: str) -> dict:
    """Return the figure of an engine's largest size."""
    return of(figures, engine)[-1]


def make_scale(values: list[float], start: float, end: float) -> tuple:
    """Return a logarithmic scale as a function, and its powers of ten."""
    low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    high = max(high, low + 1)

    def place(value: float) -> float:
        return start + (math.log10(value) - low) / (high - low) * (end - start)

    return place, [10**power for power in range(low, high + 1)]


def draw_axes(x: tuple, y: tuple, unit: str, seconds: str) -> str:
    """Return lines and numbers of both axes."""
    parts = []
    for value in x[1]:
        at = x[0](value)
        parts.append(
            f'<line x1="{at:.1f}" y1="{TOP}" x2="{at:.1f}" y2="{HEIGHT - BOTTOM}" stroke="#ddd"/>'
            f'<text x="{at:.1f}" y="{HEIGHT - BOTTOM + 18}" text-anchor="middle" fill="#333">'
            f"{value:,}</text>"
        )
    for value in y[1]:
        at = y[0](value)
        parts.append(
            f'<line x1="{LEFT}" y1="{at:.1f}" x2="{WIDTH - RIGHT}" y2="{at:.1f}" stroke="#ddd"/>'
            f'<text x="{LEFT - 8}" y="{at + 4:.1f}" text-anchor="end" fill="#333">{value:g}</text>'
        )
    parts.append(
        f'<text x="{LEFT}" y="{TOP - 16}" fill="#333">{escape(seconds)}</text>'
        f'<text x="{WIDTH - RIGHT}" y="{HEIGHT - 12}" text-anchor="end" fill="#333">'
        f"{escape(unit)}</text>"
    )
    return "".join(parts)
