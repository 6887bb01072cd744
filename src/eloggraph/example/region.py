"""One invented region: who is in it and what they do, drawn from a seed."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from eloggraph.example.tables import Row, Rows, list_languages
from eloggraph.example.words import name, read_words

YEARS = (2023, 2024, 2025)
REGION_CODE = "98"  # the national codes end at 21
MISSING, THIN, WITHOUT_MEASURE = 5, 4, 3
POOL = 6
# Most actors are local, so most ties are between local ones by chance alone.
LEVELS = {"local": 85, "regional": 10, "subregional": 5}


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """One actor; ``circle`` is the part of the network that it works in."""

    id: str
    circle: str
    row: Row
    kind: str
    sector: str


@dataclass(frozen=True, kw_only=True)
class Region:
    """The region of one number; the same seed, number and size give the same region."""

    number: int
    seed: int
    actors: int
    members: dict[str, list[Actor]] = field(default_factory=dict)

    @cached_property
    def rng(self) -> random.Random:
        """Return the region's own source of chance."""
        return random.Random(f"{self.seed}/{self.number}/{self.actors}")

    @property
    def id(self) -> str:
        """Return the id of the region's area."""
        return REGION_CODE if self.number == 1 else self.own("maakunta")

    @cached_property
    def says(self) -> dict[str, str]:
        """Return how the region is named in the texts."""
        forms = read_words()["region"]["first" if self.number == 1 else "other"]
        return {key: form.format(n=self.number) for key, form in forms.items()}

    @cached_property
    def places(self) -> dict[str, dict[str, str]]:
        """Return the names of the places by the id of their area."""
        is_first = self.number == 1
        return {
            place["code"] if is_first else self.own(place["code"]): {
                **self.says,
                "place": place["name"],
                "of": place["of"],
            }
            for place in read_words()["places"]
        }

    def own(self, rest: str) -> str:
        """Return an id that no other region has."""
        return f"m{self.number}-{rest}"

    def label(self, entry: str, **values: object) -> dict[str, str]:
        """Return a name of the region's."""
        return name(read_words()["names"][entry], **self.says, **values)


def draw_areas(region: Region) -> Rows:
    """Yield the area of the region and its places.

    Only the first region has municipalities: there are not enough numbers free for more.
    """
    label = region.label("region")
    is_first = region.number == 1
    if is_first:
        yield "region", {"id": region.id, "label": label}
    else:
        yield "area", {"id": region.id, "label": label, "type": "other"}
    for place, says in region.places.items():
        named: Row = {"id": place, "label": dict.fromkeys(list_languages(), says["place"])}
        if is_first:
            yield "municipality", {**named, "region": region.id}
        else:
            yield "area", {**named, "type": "district", "within": region.id}


def draw_actors(region: Region) -> Rows:
    """Yield the actors, and put them into their circles.

    The two silos and the fringe get a fixed share of the actors, the middle the rest.
    """
    words = read_words()
    count = region.actors
    sizes = {"a": max(5, count * 12 // 100), "b": max(5, count * 10 // 100)}
    sizes["fringe"] = max(3, count * 2 // 100)
    sizes["middle"] = max(POOL * 2, count - sum(sizes.values()))
    numbers: Counter[tuple[str, str]] = Counter()
    serial = 0
    for circle, size in sizes.items():
        region.members[circle] = []
        levels = _deal_levels(region, size)
        fixed = _fixed_types(region) if circle == "middle" else []
        for turn in range(size):
            serial += 1
            type_, place = fixed[turn] if turn < len(fixed) else _draw_type(region, circle)
            says = words["silos"].get(circle, words["types"][type_])
            pattern = (circle if circle in words["silos"] else type_, place)
            numbers[pattern] += 1
            level = "regional" if words["types"][type_].get("regional") else levels[turn]
            row: Row = {
                "id": (id_ := region.own(f"t{serial:03d}")),
                "kind": (kind := words["types"][type_]["kind"]),
                "label": name(says, **region.places[place], n=numbers[pattern]),
                "type": type_,
                "sector": says["sector"],
                "level": level,
                "areas": place,
                "since": f"{region.rng.randint(1970, 2022)}-01-01",
            }
            actor = Actor(id=id_, circle=circle, row=row, kind=kind, sector=says["sector"])
            region.members[circle].append(actor)
            yield "actor", row


def _fixed_types(region: Region) -> list[tuple[str, str]]:
    types: dict[str, Any] = read_words()["types"]
    places = list(region.places)
    found = [(key, places[0]) for key, type_ in types.items() if type_.get("regional")]
    local = [key for key, type_ in types.items() if type_.get("local")]
    return found + [(key, place) for key in local for place in places]


def _draw_type(region: Region, circle: str) -> tuple[str, str]:
    words, places = read_words(), list(region.places)
    if circle in words["silos"]:
        return words["silos"][circle]["type"], region.rng.choice(places)
    weights = {key: type_["weight"] for key, type_ in words["types"].items() if "weight" in type_}
    type_ = region.rng.choices(list(weights), list(weights.values()))[0]
    # Towns are of very different sizes, and the fringe sits in one place.
    weights_of_places = [1 / (rank + 1) for rank in range(len(places))]
    place = region.rng.choices(places, weights_of_places)[0]
    return type_, places[-1] if circle == "fringe" else place


def _deal_levels(region: Region, size: int) -> list[str]:
    """Return levels in their shares, the same in every circle, in an order of chance."""
    shares = [level for level, share in LEVELS.items() for _ in range(share)]
    dealt = [shares[turn * len(shares) // size] for turn in range(size)]
    region.rng.shuffle(dealt)
    return dealt
