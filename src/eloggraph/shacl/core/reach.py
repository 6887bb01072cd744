"""Value nodes of the sites of a level, in lots: the small ones together, each large one alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import narwhals as nw

from eloggraph.shacl.core.facts import ColumnFacts
from eloggraph.shacl.core.frames import stack
from eloggraph.shacl.core.proofs import columns_of, kinds_of
from eloggraph.shacl.core.state import (
    FOCUS,
    FOCUS_KIND,
    GROUP,
    KIND,
    NODE_TEXT,
    SITE,
    VALUE,
    Lot,
    Run,
)
from eloggraph.shacl.core.terms import NODE, Frame
from eloggraph.shacl.core.walk import look_up, walk
from eloggraph.shacl.core.wiring import Site
from eloggraph.shacl.paths import Path, PredicatePath

_ALL = [SITE, FOCUS, FOCUS_KIND, VALUE, KIND]


def find_value_nodes(run: Run, sites: Iterable[Site]) -> Iterator[Lot]:
    """Yield the value nodes of sites that lie on one level, in lots.

    What is small comes in one lot; each large predicate in one of its own, so that no more than
    one of them need be held at a time.
    """
    small = _Small()
    large: dict[PredicatePath, list[Site]] = {}
    for site in sites:
        columns = columns_of(run, site)
        if columns is not None:
            if sum(column.part.height for column in columns) > run.backend.large:
                yield _make_column_lot(run, site, columns)
            else:
                small.tabular.append((site, columns))
        elif isinstance(site.path, PredicatePath):
            if run.data.height(site.path.iri) > run.backend.large:
                large.setdefault(site.path, []).append(site)
            else:
                small.simple.append(site)
        elif site.path is None:
            small.selves.append(site)
        else:
            small.walked.setdefault(site.path, []).append(site)
    if small:
        yield _make_small_lot(run, small)
    for path, chosen in large.items():
        yield _make_large_lot(run, path, chosen)


@dataclass(slots=True)
class _Small:
    """Sites of one lot, by how their values are found."""

    tabular: list[tuple[Site, Sequence[ColumnFacts]]] = field(default_factory=list)
    simple: list[Site] = field(default_factory=list)
    selves: list[Site] = field(default_factory=list)
    walked: dict[Path, list[Site]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.tabular or self.simple or self.selves or self.walked)


def _make_small_lot(run: Run, small: _Small) -> Lot:
    """Compute a lot, and ask it for the kinds of values that no predicate tells."""
    frames = [
        walk(run, path, of_themselves(run, sites)).select(_ALL)
        for path, sites in small.walked.items()
    ]
    if small.tabular:
        frames.append(_of_columns(run, small.tabular))
    if small.selves:
        frames.append(of_themselves(run, small.selves))
    if small.simple:
        frames += _by_predicates(run, small.simple)
    kept = run.backend.keep(nw.concat(frames))
    kinds = {site.number: kinds_of(columns) for site, columns in small.tabular}
    for site in small.simple:
        assert isinstance(site.path, PredicatePath)
        kinds[site.number] = dict(_kinds_of(run, site.path))
    unknown = [*small.selves, *(site for sites in small.walked.values() for site in sites)]
    kinds |= {site.number: {} for site in unknown}
    if unknown:
        numbers = [site.number for site in unknown]
        asked = kept.filter(nw.col(SITE).is_in(numbers)).select(SITE, KIND).unique()
        for number, kind in run.backend.rows(asked):
            kinds[number][kind] = False
    return Lot(frame=kept, sites=frozenset(kinds), kinds=kinds)


def _make_column_lot(run: Run, site: Site, columns: Sequence[ColumnFacts]) -> Lot:
    """Return the columns as they are: nothing is joined or copied."""
    return Lot(
        frame=_of_columns(run, [(site, columns)]),
        sites=frozenset({site.number}),
        kinds={site.number: kinds_of(columns)},
    )


def _of_columns(run: Run, chosen: Sequence[tuple[Site, Sequence[ColumnFacts]]]) -> Frame:
    parts = [(site.number, column.part) for site, columns in chosen for column in columns]
    names = {"subject": "from", "object": "to"}
    return _as_values(run.backend.put(stack(parts, SITE)).rename(names))


def _kinds_of(run: Run, path: PredicatePath) -> Mapping[int, bool]:
    return {NODE: True} if path.inverse else run.data.kinds_of(path.iri)


def _make_large_lot(run: Run, path: PredicatePath, sites: list[Site]) -> Lot:
    site_of = {site.group: site.number for site in sites}
    focus = run.focus_of(site_of)
    if len(sites) > 1:
        table = run.backend.table((GROUP, SITE), site_of.items())
        focus = focus.join(table, on=GROUP, how="inner")
    else:
        focus = focus.with_columns(nw.lit(sites[0].number, dtype=nw.Int32).alias(SITE))
    focus = focus.select(SITE, nw.col(NODE_TEXT).alias("from"), nw.col(KIND).alias(FOCUS_KIND))
    kinds = dict.fromkeys((site.number for site in sites), _kinds_of(run, path))
    found = nw.concat([_as_values(each) for each in look_up(run, [path], focus)])
    frame = run.backend.keep(found)
    return Lot(frame=frame, sites=frozenset(kinds), kinds=kinds)


def of_themselves(run: Run, sites: list[Site]) -> Frame:
    """Return the focus nodes of sites as their own value nodes: paths begin at them."""
    table = run.backend.table((GROUP, SITE), [(site.group, site.number) for site in sites])
    focus = run.focus_of(site.group for site in sites).join(table, on=GROUP, how="inner")
    return focus.select(
        nw.col(SITE),
        nw.col(NODE_TEXT).alias(FOCUS),
        nw.col(KIND).alias(FOCUS_KIND),
        nw.col(NODE_TEXT).alias(VALUE),
        nw.col(KIND),
    )


def _by_predicates(run: Run, sites: list[Site]) -> list[Frame]:
    """Look up many predicates from many groups in one join."""
    numbers = {path: n for n, path in enumerate(dict.fromkeys(site.path for site in sites))}
    rows = [(numbers[site.path], site.group, site.number) for site in sites]
    table = run.backend.table(("predicate", GROUP, SITE), rows)
    focus = run.focus_of(site.group for site in sites)
    focus = focus.select(GROUP, nw.col(NODE_TEXT).alias("from"), nw.col(KIND).alias(FOCUS_KIND))
    paths = [path for path in numbers if isinstance(path, PredicatePath)]
    return [
        _as_values(found.join(table, on=["predicate", GROUP], how="inner"))
        for found in look_up(run, paths, focus)
    ]


def _as_values(found: Frame) -> Frame:
    focus_kind = nw.lit(NODE, dtype=nw.Int32).alias(FOCUS_KIND)
    return found.select(
        nw.col(SITE),
        nw.col("from").alias(FOCUS),
        nw.col(FOCUS_KIND) if FOCUS_KIND in found.collect_schema().names() else focus_kind,
        nw.col("to").alias(VALUE),
        nw.col(KIND),
    )
