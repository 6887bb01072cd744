"""Self-assessments of cooperation: dimensions and phases, what was judged when, what has moved."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from eloggraph.analysis.maturity_evidence import DIMENSIONS
from eloggraph.analysis.question import Material
from eloggraph.snapshot.days import has_begun, last_day
from eloggraph.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """A sign of maturity: what cooperation looks like on a dimension in the phase of a place.

    ``claims`` counts what sources are on record as saying of it.
    """

    sign: str
    label: Text
    dimension: str
    phase: str
    place: int
    claims: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What one assessment says of one dimension."""

    assessment: str
    observed: str
    sign: Sign


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """The last two judgements of a dimension; ``steps`` are phases forward, or back below 0."""

    dimension: str
    before: Judgement
    after: Judgement

    @property
    def steps(self) -> int:
        """Return how many phases the judgement went forward."""
        return self.after.sign.place - self.before.sign.place


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessed:
    """A network, body or area with the judgements of its cooperation, the oldest first."""

    node: str
    label: Text
    judgements: tuple[Judgement, ...]

    def of(self, dimension: str) -> tuple[Judgement, ...]:
        """Return the judgements of a dimension, the oldest first."""
        return tuple(each for each in self.judgements if each.sign.dimension == dimension)

    def of_code(self, code: str) -> tuple[Judgement, ...]:
        """Return the judgements of the dimension of a code, the oldest first."""
        return tuple(each for each in self.judgements if name_code(each.sign.dimension) == code)

    def last(self) -> str:
        """Return when the last assessment was made."""
        return self.judgements[-1].observed

    def latest(self) -> tuple[Judgement, ...]:
        """Return what the last assessment says."""
        last = self.judgements[-1].assessment
        return tuple(each for each in self.judgements if each.assessment == last)

    def moves(self) -> tuple[Move, ...]:
        """Return how each dimension of the last assessment stands to the judgement before.

        Of two that were made at the same time neither is the earlier.
        """
        found = []
        for each in self.latest():
            earlier = [
                one
                for one in self.of(each.sign.dimension)
                if last_day(one.observed) < last_day(each.observed)
            ]
            if earlier:
                found.append(Move(dimension=each.sign.dimension, before=earlier[-1], after=each))
        return tuple(found)


def read_signs(material: Material) -> tuple[Sign, ...]:
    """Return the signs in the order of the matrix: dimension by dimension, phase by phase."""
    records = material.records
    rows = {row["sign"]: row for row in material.ask("maturity-signs")}
    signs = (
        Sign(
            sign=sign,
            label=material.name(sign),
            dimension=row["dimension"],
            phase=row["phase"],
            place=int(row["place"]),
            claims=len(records.subjects(sign, "elo:describesPhase")),
        )
        for sign, row in rows.items()
    )
    return tuple(sorted(signs, key=lambda each: (_place(each.dimension), each.place, each.sign)))


def _place(dimension: str) -> tuple[int, str]:
    code = name_code(dimension)
    return (DIMENSIONS.index(code) if code in DIMENSIONS else len(DIMENSIONS), dimension)


def name_code(iri: str) -> str:
    """Return the code at the end of its IRI.

    >>> name_code("https://w3id.org/eloggraph/vocab/maturity-dimension/forums")
    'forums'
    """
    return iri.rpartition("/")[2]


def read_assessed(material: Material, signs: Sequence[Sign]) -> tuple[Assessed, ...]:
    """Return whose cooperation was judged by the day, in the order of the rows."""
    known = {each.sign: each for each in signs}
    found: defaultdict[str, list[Judgement]] = defaultdict(list)
    for assessment in material.records.of("elo:SelfAssessment"):
        judged = material.records.value(assessment, "elo:assesses")
        if judged is not None:
            found[judged] += _read(material, assessment, known)
    return tuple(
        Assessed(node=node, label=material.name(node), judgements=tuple(sorted(given, key=_order)))
        for node, given in found.items()
        if given
    )


def _read(material: Material, assessment: str, known: dict[str, Sign]) -> Iterator[Judgement]:
    observed = material.records.value(assessment, "elo:observedOn")
    if observed is None or not has_begun(observed, material.on):
        return
    for sign in material.records.values(assessment, "elo:assignsPhase"):
        if sign in known:
            yield Judgement(assessment=assessment, observed=observed, sign=known[sign])


def _order(judgement: Judgement) -> tuple[object, ...]:
    sign = judgement.sign
    return (last_day(judgement.observed), judgement.assessment, _place(sign.dimension), sign.place)
