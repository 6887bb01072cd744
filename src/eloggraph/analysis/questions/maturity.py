"""In which phase a network judges its cooperation to be, how that moved, and what bears on it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from eloggraph.analysis.maturity_evidence import Fact, collect_facts
from eloggraph.analysis.outcome import (
    Cell,
    Listing,
    ObservationRank,
    Remark,
    ReportTable,
    Row,
)
from eloggraph.analysis.question import Material, Question
from eloggraph.analysis.self_assessments import (
    Assessed,
    Judgement,
    Move,
    Sign,
    name_code,
    read_assessed,
    read_signs,
)
from eloggraph.analysis.sentences import join_names, write_day
from eloggraph.text import Text, say


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """A dimension or a phase by name."""

    code: str
    label: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Maturity:
    """The matrix of signs, what was judged by it, and the facts that bear on each dimension."""

    signs: tuple[Sign, ...]
    codes: tuple[Code, ...]
    assessed: tuple[Assessed, ...]
    facts: tuple[Fact, ...]

    def dimensions(self) -> tuple[str, ...]:
        """Return the dimensions in the order of the matrix."""
        return tuple(dict.fromkeys(sign.dimension for sign in self.signs))

    def phases(self) -> tuple[str, ...]:
        """Return the phases, the first first."""
        return tuple(
            dict.fromkeys(sign.phase for sign in sorted(self.signs, key=lambda each: each.place))
        )

    def name(self, code: str) -> Text:
        """Return the name of a dimension or a phase."""
        return next(each.label for each in self.codes if each.code == code)

    def described(self) -> tuple[Sign, ...]:
        """Return the signs that sources on record describe."""
        return tuple(sign for sign in self.signs if sign.claims)


def measure_maturity(material: Material) -> Maturity:
    """Read the self-assessments up to the day, and collect the facts that bear on each dimension.

    The phase is the group's own judgement. The facts stand beside it with their names; no phase is
    worked out from them. The matrix is that of Spangar, Arnkil and Vuorinen (2008) as the LAITURI
    project adapted it (2014).

    >>> from datetime import date
    >>> from eloggraph.analysis.affiliation import AffiliationNetwork
    >>> nothing = AffiliationNetwork(nodes=(), ties=(), groupings=())
    >>> measure_maturity(Material(network=nothing, on=date(2024, 1, 1))).assessed
    ()
    """
    records = material.records
    claims = records.of("elo:Claim")
    described = any(records.value(claim, "elo:describesPhase") for claim in claims)
    if not (described or records.of("elo:SelfAssessment")):
        return Maturity(signs=(), codes=(), assessed=(), facts=())
    signs = read_signs(material)
    codes = dict.fromkeys(code for sign in signs for code in (sign.dimension, sign.phase))
    assessed = read_assessed(material, signs)
    return Maturity(
        signs=signs,
        codes=tuple(Code(code=code, label=material.name(code)) for code in codes),
        assessed=assessed,
        facts=collect_facts(material) if assessed or described else (),
    )


def _tell(found: Maturity) -> Iterator[Text]:
    if not found.assessed:
        yield say("maturity.described", n=len(found.described()))
    for each in found.assessed:
        yield say(
            "maturity.judged",
            name=each.label,
            when=write_day(each.last()),
            phases=join_names(list(_name_phases(found, each)), most=9, separator="; "),
        )
        judged = {one.sign.dimension for one in each.latest()}
        if left := [code for code in found.dimensions() if code not in judged]:
            names = join_names([found.name(code) for code in left], most=9)
            yield say("maturity.not-judged", n=len(left), names=names)
        yield from _tell_moves(found, each)


def _name_phases(found: Maturity, assessed: Assessed) -> Iterator[Text]:
    """Name each phase with the dimensions judged to be in it."""
    for phase in found.phases():
        named = [
            found.name(one.sign.dimension) for one in assessed.latest() if one.sign.phase == phase
        ]
        if named:
            names = join_names(named, most=9)
            yield say("maturity.phase", phase=found.name(phase), names=names)


def _tell_moves(found: Maturity, assessed: Assessed) -> Iterator[Text]:
    moves = assessed.moves()
    if not moves:
        return
    before = {move.before.observed for move in moves}
    since = write_day(max(before))
    kinds = {
        "risen": [m for m in moves if m.steps > 0],
        "fallen": [m for m in moves if m.steps < 0],
    }
    for key, moved in kinds.items():
        if moved:
            yield say(f"maturity.{key}", n=len(moved), names=_name_moves(found, moved), when=since)
    if not any(kinds.values()):
        yield say("maturity.unmoved", when=since)


def _name_moves(found: Maturity, moves: Sequence[Move]) -> Text:
    return join_names([found.name(move.dimension) for move in moves], most=9)


def _observe(found: Maturity) -> Iterator[Remark]:
    for each in found.assessed:
        fallen = [move for move in each.moves() if move.steps < 0]
        if fallen:
            told = {"name": each.label, "names": _name_moves(found, fallen)}
            text = say("maturity.observation", n=len(fallen), **told)
            yield Remark(rank=ObservationRank.PATTERN, text=text)


def _make_listings(found: Maturity) -> Iterator[Listing]:
    columns = (
        say("maturity.listing.dimension"),
        *(found.name(phase) for phase in found.phases()),
    )
    for each in found.assessed:
        yield Listing(
            title=say("maturity.listing.matrix", name=each.label),
            columns=columns,
            rows=tuple(_list_matrix(found, each)),
            note=say("maturity.listing.marks"),
        )
    if not found.assessed:
        yield Listing(
            title=say("maturity.listing.signs"),
            columns=columns,
            rows=tuple(_list_matrix(found, None)),
        )
    heads = ("fact", "number", "own-and-names" if found.assessed else "names")
    yield Listing(
        title=say("maturity.listing.facts"),
        columns=tuple(say(f"maturity.listing.{head}") for head in heads),
        rows=tuple(_list_facts(found)),
        note=say("maturity.listing.no-score"),
    )


def _list_matrix(found: Maturity, assessed: Assessed | None) -> Iterator[Row]:
    for dimension in found.dimensions():
        signs = {sign.phase: sign for sign in found.signs if sign.dimension == dimension}
        given = assessed.of(dimension) if assessed else ()
        cells = (_show_sign(signs.get(phase), given) for phase in found.phases())
        yield Row(cells=(found.name(dimension), *cells))


def _show_sign(sign: Sign | None, given: Sequence[Judgement]) -> Cell:
    """Show a sign, marked where it was judged to fit: now, or at an earlier assessment."""
    if sign is None:
        return None
    dates = [each.observed for each in given if each.sign == sign]
    if not dates:
        return sign.label
    days = join_names([write_day(day) for day in dates], most=len(dates))
    entry = "now" if given[-1].sign == sign else "before"
    return say(f"maturity.{entry}", sign=sign.label, when=days)


def _list_facts(found: Maturity) -> Iterator[Row]:
    names = {name_code(code): found.name(code) for code in found.dimensions()}
    for dimension, facts in groupby(found.facts, key=lambda fact: fact.dimension):
        yield Row(cells=(names[dimension], None, _tell_own(found, dimension)))
        there = list(facts)
        for fact in there:
            if fact.n:
                told = fact.told if fact.total is None else f"{fact.told}-of"
                listed = join_names(fact.names) if fact.names else None
                text = say(f"maturity.fact.{told}", total=fact.total or 0)
                yield Row(level=1, cells=(text, fact.n, listed))
        if none := [say(f"maturity.none.{fact.told}") for fact in there if not fact.n]:
            text = say("maturity.nothing", names=join_names(none, most=len(none)))
            yield Row(level=1, cells=(text, None, None))


def _tell_own(found: Maturity, dimension: str) -> Text | None:
    """Tell the last judgement of a dimension, which the facts stand beside."""
    told = [
        say(
            "maturity.own" if len(found.assessed) == 1 else "maturity.own-of",
            name=each.label,
            phase=found.name(last.sign.phase),
            when=write_day(last.observed),
        )
        for each in found.assessed
        for last in each.of_code(dimension)[-1:]
    ]
    return join_names(told, separator="; ") if told else None


def _make_tables(found: Maturity) -> Iterator[ReportTable]:
    yield ReportTable(
        name="self_assessment",
        columns={
            "node": str, "label": Text, "assessment": str, "observed": str, "dimension": Text,
            "phase": Text, "place": int, "sign": str, "sign_label": Text,
        },
        rows=tuple(
            (
                each.node, each.label, one.assessment, one.observed,
                found.name(one.sign.dimension), found.name(one.sign.phase), one.sign.place,
                one.sign.sign, one.sign.label,
            )
            for each in found.assessed
            for one in each.judgements
        ),
    )  # fmt: skip
    yield ReportTable(
        name="maturity_facts",
        columns={"dimension": str, "fact": str, "n": int, "total": int, "names": Text},
        rows=tuple(
            (
                fact.dimension, fact.told, fact.n, fact.total,
                join_names(fact.names, most=len(fact.names)) if fact.names else None,
            )
            for fact in found.facts
        ),
    )  # fmt: skip


def _explain(*_: object) -> Iterator[Text]:
    yield say("maturity.method")


def _name_lacking(found: Maturity) -> tuple[str, ...]:
    return () if found.assessed or found.described() else ("elo:SelfAssessment",)


QUESTION = Question(
    key="maturity",
    order=78,
    section_order=80,
    measure=measure_maturity,
    tell=_tell,
    observe=_observe,
    tables=_make_tables,
    listings=_make_listings,
    explain=_explain,
    lack=_name_lacking,
)
