"""What the view of the services is made of: the answer, lines or a grid, and a table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from eloggraph.analysis.analyse import Analysis
from eloggraph.analysis.outcome import Lack, Listing, Row
from eloggraph.analysis.sentences import join_names, write_day
from eloggraph.analysis.service_reach import ReachedService, ServiceReach, read_reach
from eloggraph.finding import Place
from eloggraph.text import LANGUAGES, Language, Text, say
from eloggraph.views.page.source import cite_rows
from eloggraph.views.page.view import Answer
from eloggraph.views.services.grid import Grid, build_grid
from eloggraph.views.services.picture import Picture, draw_picture
from eloggraph.views.services.sides import fits_lines
from eloggraph.views.services.words import tell_basis, tell_claim

if TYPE_CHECKING:
    from eloggraph.analysis.coverage_cells import Coverage
    from eloggraph.analysis.question import Material


@dataclass(frozen=True, slots=True, kw_only=True)
class ServicesModel:
    """The view: ``pictures`` by language where the services are few, else the ``grid``."""

    answer: Answer
    reach: ServiceReach
    pictures: Mapping[Language, Picture]
    grid: Grid | None
    twin: Listing


def build_services(analysis: Analysis, material: Material) -> ServicesModel | None:
    """Return the view of the services of the day, or None where there is none."""
    reach = read_reach(material)
    if not reach.services:
        return None
    coverage: Coverage = analysis.coverage
    lines = fits_lines(reach)
    notes = _note_missing(coverage)
    return ServicesModel(
        answer=Answer(
            claim=tell_claim(reach, coverage),
            basis=tell_basis(reach, coverage),
            source=cite_rows(
                [one.place for one in reach.services],
                also=(*reach.places, *_list_norms(coverage, material)),
            ),
        ),
        reach=reach,
        pictures={code: draw_picture(reach, notes, code) for code in LANGUAGES} if lines else {},
        grid=None if lines else build_grid(reach, coverage),
        twin=_list_services(reach),
    )


def _note_missing(coverage: Coverage) -> dict[str, Text]:
    """Return of each target group in how many areas what is agreed is missing."""
    areas = {(cell.target_group, cell.area) for cell in coverage.cells if cell.state == "missing"}
    counted = Counter(group for group, _ in areas)
    return {group: say("services.missing-in", n=n) for group, n in counted.items()}


def _list_norms(coverage: Coverage, material: Material) -> list[Place | None]:
    norms = {norm for cell in coverage.cells for norm in cell.norms}
    return [material.records.place(norm) for norm in sorted(norms)]


_COLUMNS = (
    *("service", "providers", "groups", "areas", "channels", "languages", "period", "source"),
)


def _list_services(reach: ServiceReach) -> Listing:
    return Listing(
        title=say("services.listing"),
        columns=tuple(say(f"services.column.{key}") for key in _COLUMNS),
        rows=tuple(map(_list_service, reach.services)),
    ).filled()


def _list_service(one: ReachedService) -> Row:
    def names(texts: list[Text]) -> Text | None:
        return join_names(texts, most=len(texts)) if texts else None

    providers = names([each.label for each in one.providers])
    groups = names([each.label for each in one.groups])
    return Row(
        cells=(
            one.service.label,
            providers or Lack(say("services.no-provider")),
            groups or Lack(say("services.no-group")),
            names([each.label for each in one.areas]),
            names(list(one.channels)),
            names(list(one.languages)),
            tell_period(one),
            cite_row(one),
        )
    )


def tell_period(one: ReachedService) -> Text | None:
    """Return from when to when a service is given, and the project that it ends with."""
    told = {key: write_day(day) for key, day in (("since", one.since), ("until", one.until)) if day}
    if not told:
        return None
    return say(f"pages.period.{'both' if len(told) == 2 else next(iter(told))}", **told)


def cite_row(one: ReachedService) -> Text | None:
    """Return the file and the row that describe a service."""
    if one.place is None or one.place.row is None:
        return None
    return Text.same(f"{one.place.file}:{one.place.row}")
