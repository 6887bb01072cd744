"""A large network folded: mixed groups as packed discs, groups apart opened, with room between.

Above some hundred nodes one picture of every tie is a hairball. Here each group is a body of its
own: a folded one is a disc of its members (those with most ties in the middle), an opened one shows
how its members are tied among themselves. Bodies with many ties between them stand near. Only sums,
products, quotients and square roots are used, so that the picture is the same on every machine.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from eloggraph.layout.stress import Points, place_component

MARK_RADIUS, OPENED_RADIUS = 5.0, 6.0
RIM = 16.0  # from the outermost mark to the line round them
_FOLDED_ROOM, _OPENED_ROOM, _LEAST_ROOM = 9.2, 34.0, 16.0
_GAP, _FULL, _PROPORTION = 60.0, 0.5, 1.3
_STARTS, _ROUNDS, _PUSHES = 10, 160, 240
_GOLDEN = (-0.7373688780783197, 0.6754902942615238)  # cosine and sine of the golden angle
_LEAST_PAGE = 760.0

Point = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """Nodes that stand together; ``rim`` are those of an opened body that hold it to the rest."""

    key: str
    members: tuple[str, ...]
    opened: bool = False
    rim: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedBody:
    """A body in the picture: a circle round it, and of an opened one the corners of its hull."""

    body: Body
    x: float
    y: float
    radius: float
    hull: tuple[Point, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Folded:
    """Where every node and every body stands."""

    width: int
    height: int
    points: Mapping[str, Point]
    bodies: tuple[PlacedBody, ...]


def fold_network(
    bodies: Sequence[Body], ties: Iterable[tuple[str, str]], *, seed: int = 0
) -> Folded:
    """Place bodies and their members; the page is as large as they need.

    Marks never cover each other: the least distance is that of two marks and four pixels.

    Parameters
    ----------
    bodies
        Each node is a member of one of them.
    ties
        Pairs of nodes; a pair may come several times.
    seed
        Of the starting positions.

    Examples
    --------
    >>> found = fold_network([Body(key="a", members=("x", "y"))], [("x", "y")])
    >>> sorted(found.points), len(found.bodies)
    (['x', 'y'], 1)

    """
    if not bodies:
        return Folded(width=round(_LEAST_PAGE), height=0, points={}, bodies=())
    pairs = [(u, v) for u, v in ties if u != v]
    degrees = Counter(end for pair in pairs for end in pair)
    insides = [_place_inside(body, pairs, degrees, seed) for body in bodies]
    radii = np.array([_reach(points) + RIM for points in insides])
    between = _count_between(bodies, pairs)
    width, height = _choose_page(radii)
    centres = _place_bodies(radii, between, (width, height), seed)
    points: dict[str, Point] = {}
    placed = []
    for body, inside, (x, y) in zip(bodies, insides, centres.tolist(), strict=True):
        for node, (dx, dy) in zip(body.members, inside.tolist(), strict=True):
            points[node] = (x + dx, y + dy)
    for body, radius, (x, y) in zip(bodies, radii.tolist(), centres.tolist(), strict=True):
        if body.opened:
            _turn_rim(body, points, (x, y), pairs)
        corners = _find_hull([points[node] for node in body.members]) if body.opened else ()
        placed.append(
            PlacedBody(
                body=body,
                x=round(x, 1),
                y=round(y, 1),
                radius=round(radius, 1),
                hull=tuple((round(a, 1), round(b, 1)) for a, b in corners),
            )
        )
    return Folded(
        width=width,
        height=height,
        points={node: (round(x, 1), round(y, 1)) for node, (x, y) in points.items()},
        bodies=tuple(placed),
    )


def _place_inside(
    body: Body, pairs: Sequence[tuple[str, str]], degrees: Mapping[str, int], seed: int
) -> Points:
    """Return the members round the origin, in the order of the body."""
    if body.opened and len(body.members) > 2:
        return _spread_opened(body.members, pairs, seed)
    order = sorted(range(len(body.members)), key=lambda at: (-degrees[body.members[at]], at))
    points = np.zeros((len(order), 2))
    turn = (1.0, 0.0)
    for rank, at in enumerate(order):
        far = _FOLDED_ROOM * (rank + 0.5) ** 0.5 if len(order) > 1 else 0.0
        points[at] = (far * turn[0], far * turn[1])
        turn = (
            turn[0] * _GOLDEN[0] - turn[1] * _GOLDEN[1],
            turn[0] * _GOLDEN[1] + turn[1] * _GOLDEN[0],
        )
    return points


def _spread_opened(members: Sequence[str], pairs: Sequence[tuple[str, str]], seed: int) -> Points:
    """Place members by their ties among themselves; who has none there stands by the first."""
    number = {node: at for at, node in enumerate(members)}
    neighbours: list[set[int]] = [set() for _ in members]
    for u, v in pairs:
        if u in number and v in number:
            neighbours[number[u]].add(number[v])
            neighbours[number[v]].add(number[u])
    _join_parts(neighbours)
    points = place_component([sorted(others) for others in neighbours], seed=seed)
    room = max(_LEAST_ROOM, _OPENED_ROOM * min(1.0, (60 / len(members)) ** 0.5))
    reach = _reach(points) or 1.0
    points = points * (0.58 * room * len(members) ** 0.5 / reach)
    for _ in range(_PUSHES):
        if not _push_apart(points, np.full(len(points), room / 2)):
            break
    centred: Points = points - (points.max(axis=0) + points.min(axis=0)) / 2
    return centred


def _join_parts(neighbours: list[set[int]]) -> None:
    """Tie every part to the first node, so that the layout has one component."""
    seen: set[int] = set()
    for start in range(len(neighbours)):
        if start in seen:
            continue
        if start:
            neighbours[0].add(start)
            neighbours[start].add(0)
        queue = [start]
        while queue:
            node = queue.pop()
            if node not in seen:
                seen.add(node)
                queue.extend(neighbours[node] - seen)


def _reach(points: Points) -> float:
    return float(np.sqrt((points * points).sum(axis=1)).max()) if len(points) else 0.0


def _count_between(bodies: Sequence[Body], pairs: Iterable[tuple[str, str]]) -> Points:
    home = {node: at for at, body in enumerate(bodies) for node in body.members}
    counts = np.zeros((len(bodies), len(bodies)))
    for u, v in pairs:
        a, b = home.get(u), home.get(v)
        if a is not None and b is not None and a != b:
            counts[a, b] += 1
            counts[b, a] += 1
    return counts


def _choose_page(radii: Points) -> tuple[int, int]:
    covered = float(((radii + _GAP / 2) ** 2).sum()) * 3.1416
    largest = 2 * float(radii.max(initial=0.0)) + 2 * _GAP
    width = max(_LEAST_PAGE, (covered / _FULL * _PROPORTION) ** 0.5, largest)
    return round(width), round(max(width / _PROPORTION, largest))


def _place_bodies(radii: Points, between: Points, page: tuple[int, int], seed: int) -> Points:
    """Try several starts; the picture with the shortest ties, and no body on another, is taken."""
    draw = random.Random(seed).random
    best: tuple[float, Points] | None = None
    for _ in range(_STARTS):
        start = np.array([[draw() * page[0], draw() * page[1]] for _ in radii])
        points = _settle_bodies(start, radii, between, page)
        cost = _weigh(points, radii, between, page)
        if best is None or cost < best[0]:
            best = (cost, points)
    return best[1] if best else np.zeros((0, 2))


def _settle_bodies(points: Points, radii: Points, between: Points, page: tuple[int, int]) -> Points:
    most = float(between.max(initial=0.0)) or 1.0
    pull = np.sqrt(between / most)
    middle = np.array(page) / 2
    touch = radii[:, np.newaxis] + radii + _GAP
    for round_ in range(_ROUNDS):
        cool = 1.0 - round_ / _ROUNDS
        apart = points[:, np.newaxis] - points
        far = np.maximum(np.sqrt((apart * apart).sum(axis=2)), 1e-6)
        # The tied are drawn until they nearly touch; all are drawn a little to the middle.
        drawn = pull * np.maximum(far - touch, 0.0) / far
        points = points - 0.12 * cool * (drawn[:, :, np.newaxis] * apart).sum(axis=1) / (
            1.0 + pull.sum(axis=1)[:, np.newaxis]
        )
        points += 0.015 * cool * (middle - points)
        for _ in range(3):
            _push_apart(points, radii + _GAP / 2)
            _hold(points, radii, page)
    _fill(points, radii, page)
    for _ in range(_PUSHES):
        pushed = _push_apart(points, radii + _GAP / 2)
        _hold(points, radii, page)
        if not pushed:
            break
    return points


def _fill(points: Points, radii: Points, page: tuple[int, int]) -> None:
    """Spread the middles over the page both ways: room for names is worth more than form."""
    for axis in range(2):
        low = float((points[:, axis] - radii).min()) - _GAP / 2
        high = float((points[:, axis] + radii).max()) + _GAP / 2
        reach = max(high - low, 1e-6)
        points[:, axis] = (points[:, axis] - low) * page[axis] / reach


def _push_apart(points: Points, radii: Points) -> bool:
    """Push bodies apart by half of what they share; tell whether any did."""
    apart = points[:, np.newaxis] - points
    far = np.sqrt((apart * apart).sum(axis=2))
    short = radii[:, np.newaxis] + radii - far
    np.fill_diagonal(short, 0.0)
    short[short < 1e-3] = 0.0
    if not short.any():
        return False
    near = far < 1e-6
    apart[near] = (1.0, 0.0)
    upper = np.triu(near, 1)
    apart[upper] = (-1.0, 0.0)
    way = apart / np.maximum(far, 1e-6)[:, :, np.newaxis]
    way[near] = apart[near]
    points += 0.5 * (short[:, :, np.newaxis] * way).sum(axis=1)
    return True


def _hold(points: Points, radii: Points, page: tuple[int, int]) -> None:
    room = radii + _GAP / 2
    for axis in range(2):
        low, high = np.minimum(room, page[axis] / 2), np.maximum(page[axis] - room, page[axis] / 2)
        points[:, axis] = np.minimum(np.maximum(points[:, axis], low), high)


def _weigh(points: Points, radii: Points, between: Points, page: tuple[int, int]) -> float:
    apart = points[:, np.newaxis] - points
    far = np.sqrt((apart * apart).sum(axis=2))
    short = np.maximum(radii[:, np.newaxis] + radii + _GAP / 2 - far, 0.0)
    np.fill_diagonal(short, 0.0)
    most = float(between.max(initial=0.0)) or 1.0
    length = (np.sqrt(between / most) * far).sum() / page[0]
    return round(float(length + 50.0 * short.sum() / page[0]), 6)


def _turn_rim(
    body: Body, points: dict[str, Point], centre: Point, pairs: Sequence[tuple[str, str]]
) -> None:
    """Set those that hold a body to the rest on its rim, on the side of their ties elsewhere."""
    inside = set(body.members)
    for node in sorted(body.rim & inside):
        out = [points[v if u == node else u] for u, v in pairs if _leads_out(node, u, v, inside)]
        if not out:
            continue
        dx = sum(x for x, _ in out) / len(out) - centre[0]
        dy = sum(y for _, y in out) / len(out) - centre[1]
        far = max((dx * dx + dy * dy) ** 0.5, 1e-6)
        others = [points[each] for each in body.members if each != node]
        reach = max(((x - centre[0]) * dx + (y - centre[1]) * dy) / far for x, y in others)
        step = reach + 2 * OPENED_RADIUS + 10.0
        points[node] = (centre[0] + dx / far * step, centre[1] + dy / far * step)


def _leads_out(node: str, first: str, second: str, inside: Collection[str]) -> bool:
    return (first == node and second not in inside) or (second == node and first not in inside)


def _find_hull(points: Sequence[Point]) -> list[Point]:
    """Return the corners of the convex hull, clockwise on a page (Andrew 1979)."""
    ordered = sorted(set(points))
    if len(ordered) < 3:
        return ordered

    def half(given: Iterable[Point]) -> list[Point]:
        chain: list[Point] = []
        for x, y in given:
            while len(chain) > 1:
                (ax, ay), (bx, by) = chain[-2], chain[-1]
                if (bx - ax) * (y - ay) - (by - ay) * (x - ax) > 0:
                    break
                chain.pop()
            chain.append((x, y))
        return chain[:-1]

    return half(ordered) + half(reversed(ordered))
