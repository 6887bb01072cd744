"""Services of the region against its norm, and its goals, measures and evaluations."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from eloggraph.example.region import MISSING, POOL, THIN, WITHOUT_MEASURE, YEARS, Region
from eloggraph.example.tables import Row, Rows
from eloggraph.example.words import join, name, read_words

SURVEYED = "2025-09-30"
CHANNELS = ("in-person", "phone", "video", "chat", "outreach")
PHASES = {"2023-11-30": (1, 1, 2, 1, 1), "2025-11-30": (2, 1, 2, 2, 1)}
DIMENSIONS = ("situation", "concept", "models", "forums", "effectiveness")


def draw_services(region: Region, truth: dict[str, Any]) -> Rows:
    """Yield the norm of every target group in every place, and the services that answer it.

    A cell has two or three providers; a few have none, a few one, and one has the whole pool.
    """
    words = read_words()
    authorities = _find_authorities(region)
    groups = [(row["id"], row["label"]) for row in words["shared"]["group"]]
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
            norm = {"group": group, "area": place, "form": "guidance"}
            yield "norm", {**norm, "required": "true", "surveyed": SURVEYED}
            many = sizes.get((group, place), region.rng.choice((2, 2, 3)))
            for provider in sorted(region.rng.sample(pool, many)):
                places[provider].append(place)
        for provider in sorted(places):
            number += 1
            lowered = {language: text.lower() for language, text in label.items()}
            channels = sorted(region.rng.sample(CHANNELS, 2))
            yield (
                "service",
                {
                    "id": region.own(f"palvelu-{number}"),
                    "label": _name_service(words["names"]["service"], lowered, number),
                    "providers": provider,
                    "authority": authorities.get(provider, ""),
                    "areas": join(places[provider]),
                    "forms": "guidance",
                    "group": group,
                    "channels": join(channels),
                    "languages": "fi|sv",
                    "description": _name_service(words["names"]["service_text"], lowered, number),
                    "since": f"{YEARS[0]}-01-01",
                },
            )


def _find_authorities(region: Region) -> dict[str, str]:
    """Return who answers for what an actor provides: an authority itself, for a school its town.

    Of companies and associations it is not on record, so that their services are no public ones.
    """
    middle = region.members["middle"]
    towns = {a.row["areas"]: a.id for a in middle if a.row["type"] == "municipality"}
    schools = {a.id: towns[a.row["areas"]] for a in middle if a.kind == "EducationProvider"}
    return {**schools, **{a.id: a.id for a in middle if a.kind == "PublicAuthority"}}


def _name_service(
    pattern: Mapping[str, str], groups: Mapping[str, str], number: int
) -> dict[str, str]:
    """Return the name of a service for a group, which has a name in each language itself."""
    return {
        language: pattern[language].format(group=group, n=number)
        for language, group in groups.items()
    }


def draw_goals(region: Region, truth: dict[str, Any]) -> Rows:
    """Yield regional goals, and measures for all but the last few of them."""
    words = read_words()
    ids = [region.own(f"tavoite-{turn}") for turn, _ in enumerate(words["goals"], 1)]
    for id_, goal in zip(ids, words["goals"], strict=True):
        yield (
            "goal",
            {
                "id": id_,
                "label": name(goal),
                "level": "regional",
                "areas": region.id,
                "broader": words["shared"]["goal"][0]["id"],
                "status": "in-force",
                "indicators": words["shared"]["indicator"][0]["id"],
            },
        )
    truth["goals_without_measures"] = ids[-WITHOUT_MEASURE:]
    served = ids[:-WITHOUT_MEASURE]
    for turn in range(1, 2 * len(served) + 1):
        yield (
            "measure",
            {
                "id": region.own(f"toimenpide-{turn}"),
                "label": region.label("measure", n=turn),
                "responsible": region.rng.choice(region.members["middle"]).id,
                "level": "regional",
                "areas": region.id,
                "status": region.rng.choice(("planned", "in-force", "ended")),
                "goals": served[turn % len(served)],
            },
        )


def draw_evaluations(region: Region, truth: dict[str, Any]) -> Rows:
    """Yield the ELO group's assessments of itself, and visits counted by place and year."""
    for day, phases in PHASES.items():
        found = [f"{key}-{phase}" for key, phase in zip(DIMENSIONS, phases, strict=True)]
        yield (
            "assessment",
            {
                "id": region.own(f"itsearviointi-{day[:4]}"),
                "label": region.label("assessment", n=day[:4]),
                "assesses": region.own("elo"),
                "phases": join(found),
                "observed": day,
            },
        )
    first, last = PHASES.values()
    truth["dimensions_risen"] = [
        key for key, was, is_ in zip(DIMENSIONS, first, last, strict=True) if is_ > was
    ]
    for place in region.places:
        visits = region.rng.randint(100, 3000)
        for year in YEARS:
            visits += region.rng.randint(-visits // 10, visits // 8)
            counted: Row = {"area": place, "observed": str(year), "value": visits}
            yield "observation", {"indicator": "m-kaynnit", **counted}
