"""Who is near a gap: serves the same target group, and is in the area."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from eloggraph.analysis.affiliation import AffiliationNetwork, Node
from eloggraph.analysis.coverage_cells import Coverage, CoverageCell, measure_coverage
from eloggraph.analysis.coverage_near import find_near_gaps
from eloggraph.text import Text


def make_cell(group: str, area: str, state: Any, *providers: str) -> CoverageCell:
    return CoverageCell(
        target_group=group, area=area, state=state, reason=Text.same(""), providers=providers
    )


def make_coverage(*cells: CoverageCell) -> Coverage:
    return replace(measure_coverage([], [], [], [], on=date(2024, 1, 1)), cells=cells)


def make_network(**areas: str) -> AffiliationNetwork:
    nodes = tuple(
        Node(
            iri=iri,
            label=Text.same(iri),
            kind="actor",
            type=Text.same(""),
            group_pairs=(("operatesIn", area),),
        )
        for iri, area in areas.items()
    )
    return AffiliationNetwork(nodes=nodes, ties=(), groupings=())


NETWORK = make_network(here="north", elsewhere="south", guest="south", other="north")


def test_who_serves_the_group_and_is_in_the_area_is_near() -> None:
    coverage = make_coverage(
        make_cell("young", "north", "missing"),
        make_cell("young", "south", "met", "here", "elsewhere", "guest"),
        make_cell("old", "north", "met", "guest", "other"),
    )
    # One operates in the north, another provides there for others; the third does neither, and the
    # fourth is in the north but does not serve the young.
    assert find_near_gaps(coverage, NETWORK) == {"here", "guest"}


def test_nobody_is_near_what_is_only_not_recorded_or_ending() -> None:
    for state in ("none-recorded", "ending", "unknown", "thin"):
        coverage = make_coverage(
            make_cell("young", "north", state), make_cell("young", "south", "met", "here")
        )
        assert not find_near_gaps(coverage, NETWORK)


def test_a_provider_that_is_not_on_the_map_is_not_near() -> None:
    coverage = make_coverage(make_cell("young", "north", "missing", "gone"))
    assert not find_near_gaps(coverage, NETWORK)
