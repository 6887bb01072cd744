"""Services of the region against its norm, and its goals, measures and evaluations."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from eloggraph.example.region import MISSING, POOL, THIN, WITHOUT_MEASURE, YEARS, Region
from eloggraph.example.words import Row, join, read_words
from eloggraph.text import LANGUAGES

Rows = Iterator[tuple[str, Row]]
SURVEYED = "2025-09-30"
CHANNELS = ("in-person", "phone", "video", "chat", "outreach")
PHASES = {"2023-11-30": (1, 1, 2, 1, 1), "2025-11-30": (2, 1, 2, 2, 1)}
DIMENSIONS = ("situation", "concept", "models", "forums", "effectiveness")


def draw_services(region: Region, truth: dict[str, Any]) -> Rows:
    """Yield the norm of every target group in every place, and the services that answer it.

    A cell has two or three providers; a few have none, a few one, and one has the whole pool.
    """
    words = read_words()
    groups = [(row[0], row[1:4]) for row in words["shared"][words["norm"]["groups"]]]
    cells = [(group, place) for group, _ in groups for place in region.places]
    planted = region.rng.sample(cells, MISSING + THIN + 1)
    sizes = dict.fromkeys(planted[:MISSING], 0) | dict.fromkeys(planted[MISSING:], 1)
    sizes[planted[-1]] = POOL
    truth["cells_missing"] = sorted(map(list, planted[:MISSING]))
    truth["cells_thin"] = sorted(map(list, planted[MISSING:-1]))
    truth["cell_overlapping"] = list(planted[-1])
    number = 0
    for group, label in groups:
        pool = [actor.id for actor in region.rng.sample(region.members["middle"], POOL)]
        places: defaultdict[str, list[str]] = defaultdict(list)
        for place in region.places:
            yield "norms", (group, place, "guidance", "true", SURVEYED)
            many = sizes.get((group, place), region.rng.choice((2, 2, 3)))
            for provider in sorted(region.rng.sample(pool, many)):
                places[provider].append(place)
        for provider in sorted(places):
            number += 1
            says = dict(zip(LANGUAGES, label, strict=True))
            names = [
                words["names"]["service"][key].format(group=text.lower(), n=number)
                for key, text in says.items()
            ]
            channels = sorted(region.rng.sample(CHANNELS, 2))
            yield (
                "services",
                (
                    *(region.own(f"palvelu-{number}"), *names, provider, join(places[provider])),
                    *("guidance", group, join(channels), "fi|sv", f"{YEARS[0]}-01-01"),
                ),
            )


def draw_goals(region: Region, truth: dict[str, Any]) -> Rows:
    """Yield regional goals, and measures for all but the last few of them."""
    words = read_words()
    ids = [region.own(f"tavoite-{turn}") for turn, _ in enumerate(words["goals"], 1)]
    for id_, goal in zip(ids, words["goals"], strict=True):
        label = (goal["fi"], goal["sv"], goal["en"])
        higher = words["shared"]["goals"][0][0]
        aim = words["shared"]["indicators"][0][0]
        yield "goals", (id_, *label, "regional", region.id, higher, "approved", aim)
    truth["goals_without_measures"] = ids[-WITHOUT_MEASURE:]
    served = ids[:-WITHOUT_MEASURE]
    for turn in range(1, 2 * len(served) + 1):
        yield (
            "measures",
            (
                *(region.own(f"toimenpide-{turn}"), *region.label("measure", n=turn)),
                *(region.rng.choice(region.members["middle"]).id, "regional", region.id),
                *(region.rng.choice(("approved", "under-way", "done")), served[turn % len(served)]),
            ),
        )


def draw_evaluations(region: Region, truth: dict[str, Any]) -> Rows:
    """Yield the ELO group's assessments of itself, and visits counted by place and year."""
    for day, phases in PHASES.items():
        found = [f"{key}-{phase}" for key, phase in zip(DIMENSIONS, phases, strict=True)]
        yield (
            "self_assessments",
            (
                *(region.own(f"itsearviointi-{day[:4]}"), *region.label("assessment", n=day[:4])),
                *(region.own("elo"), join(found), day),
            ),
        )
    first, last = PHASES.values()
    truth["dimensions_risen"] = [
        key for key, was, is_ in zip(DIMENSIONS, first, last, strict=True) if is_ > was
    ]
    for place in region.places:
        visits = region.rng.randint(100, 3000)
        for year in YEARS:
            visits += region.rng.randint(-visits // 10, visits // 8)
            yield "observations", ("m-kaynnit", place, str(year), visits, "")
