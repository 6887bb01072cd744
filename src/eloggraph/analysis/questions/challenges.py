"""What is proposed and done about each challenge, and which people put first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from eloggraph.analysis.challenge_tree import PROPOSAL, Answer, ChallengeTree, find_first
from eloggraph.analysis.gauges import list_gauges
from eloggraph.analysis.outcome import (
    ActionRank,
    Cell,
    Figure,
    Gauge,
    Lack,
    Listing,
    ObservationRank,
    Remark,
    ReportTable,
    Row,
)
from eloggraph.analysis.plans import Named, is_over, join_all, list_names, name_all
from eloggraph.analysis.question import Material, Question
from eloggraph.analysis.sentences import join_amounts
from eloggraph.text import Text, say


@dataclass(frozen=True, slots=True, kw_only=True)
class Challenges:
    """What is on record of challenges.

    About the ``open`` nothing is proposed or done; for the ``unproposed`` something is done without
    any proposal. Nobody carries out the ``unimplemented`` proposals. The ``first`` got the most
    votes (``most``) of the latest vote; of the ``uncounted`` it is not known how many they got.
    """

    rows: tuple[Answer, ...]
    challenges: int
    proposals: int
    works: int
    open: tuple[Named, ...]
    unproposed: tuple[Named, ...]
    current: int
    unimplemented: tuple[Named, ...]
    first: tuple[Named, ...]
    most: int | None
    uncounted: tuple[Named, ...]


def measure_challenges(material: Material) -> Challenges:
    """Follow each challenge to proposals, and these to what is done.

    A proposal for a part of a challenge is one for the challenge. What is over is shown, and does
    not count as an answer. Votes are compared within one vote: the same source and the same time.

    >>> from datetime import date
    >>> from eloggraph.analysis.affiliation import AffiliationNetwork
    >>> nothing = AffiliationNetwork(nodes=(), ties=(), groupings=())
    >>> measure_challenges(Material(network=nothing, on=date(2024, 1, 1))).challenges
    0
    """
    read = ChallengeTree(material)
    rows = tuple(read.lay())
    challenges = [row for row in _once(rows) if row.sort == "challenge"]
    proposals = [each for each in read.proposals if not is_over(material, each)]
    bare = [row.iri for row in challenges if not read.answers(row.iri, PROPOSAL)]
    undone = [row for row in bare if not read.answers(row)]
    most, first = find_first(material, challenges)
    return Challenges(
        rows=rows,
        challenges=len(challenges),
        proposals=len(read.proposals),
        works=sum(row.sort == "work" for row in _once(rows)),
        open=name_all(material, undone),
        unproposed=name_all(material, (each for each in bare if each not in set(undone)))
        if proposals
        else (),
        current=len(proposals),
        unimplemented=name_all(
            material, (each for each in proposals if not read.carried_out(each))
        ),
        first=name_all(material, first),
        most=most,
        uncounted=name_all(
            material, (row.iri for row in challenges if row.voted and row.votes is None)
        ),
    )


def _once(rows: Sequence[Answer]) -> tuple[Answer, ...]:
    return tuple({row.iri: row for row in rows}.values())


# --- words ---------------------------------------------------------------------------------------


def _tell(found: Challenges) -> Iterator[Text]:
    amounts = {"challenges": found.challenges, "proposals": found.proposals, "works": found.works}
    told = [say(f"challenges.amount.{key}", n=n) for key, n in amounts.items() if n]
    yield say("challenges.count", parts=join_amounts(told))
    for key, named, total in (
        ("open", found.open, found.challenges),
        ("unproposed", found.unproposed, found.challenges),
        ("unimplemented", found.unimplemented, found.current),
    ):
        if named:
            yield _tell_part(key, named, total)
    if found.challenges and not found.open:
        yield say("challenges.all-answered", n=found.challenges)
    if found.most:
        votes = say("challenges.votes", n=found.most)
        yield say(
            "challenges.first", n=len(found.first), names=list_names(found.first), votes=votes
        )
    if found.uncounted:
        names = list_names(found.uncounted)
        yield say("challenges.uncounted", n=len(found.uncounted), names=names)


def _tell_part(key: str, named: Sequence[Named], total: int) -> Text:
    if len(named) == total > 1:
        return say(f"challenges.{key}.all", total=total)
    return say(f"challenges.{key}.some", n=len(named), total=total, names=list_names(named))


def _observe(found: Challenges) -> Iterator[Remark]:
    if found.open:
        told = _tell_part("open", found.open, found.challenges)
        yield Remark(rank=ObservationRank.GAP, text=told)


def _advise(found: Challenges, _: Material) -> Iterator[Remark]:
    if found.open:
        told = say("challenges.action.open", names=list_names(found.open))
        yield Remark(rank=ActionRank.AGREE, text=told)
    if found.unimplemented:
        told = say("challenges.action.choose", n=len(found.unimplemented))
        yield Remark(rank=ActionRank.AGREE, text=told)


def _list(found: Challenges) -> Iterator[Listing]:
    kind, owner, status, breaks = (
        say(f"plans.head.{head}") for head in ("kind", "owner", "status", "breaks")
    )
    has_parts = any(row.sort == "challenge" and row.level for row in found.rows)
    yield Listing(
        title=say("challenges.list"),
        columns=(
            *(say("challenges.head"), kind, owner, say("challenges.votes-head"), status, breaks),
        ),
        rows=tuple(Row(cells=_show(row), level=_indent(row, has_parts)) for row in found.rows),
        table="challenges",
    )


def _show(row: Answer) -> tuple[Cell, ...]:
    breaks = _tell_breaks(row)
    return (
        row.label,
        row.kind,
        join_all(row.owners, ", "),
        _show_votes(row),
        row.status,
        Lack(breaks) if breaks else None,
    )


def _indent(row: Answer, has_parts: bool) -> int:
    """Return how far a row is set in: what answers a challenge further than any part of it."""
    least = 2 if has_parts and row.sort != "challenge" else 0
    return min(max(row.level, least), 3)


def _show_votes(row: Answer) -> int | Lack | None:
    return row.votes if row.votes is not None or not row.voted else Lack(say("challenges.unknown"))


def _tell_breaks(row: Answer) -> Text | None:
    return join_all([say(f"plans.lack.{each}") for each in row.breaks], ", ")


_COLUMNS: dict[str, type] = {
    "iri": str,
    "label": Text,
    "kind": Text,
    "above": str,
    "above_label": Text,
    "owner": Text,
    "votes": int,
    "status": Text,
    "breaks": Text,
}


def _make_tables(found: Challenges) -> Iterator[ReportTable]:
    rows = []
    path: list[Answer] = []
    for row in found.rows:
        del path[row.level :]
        above = path[-1] if path else None
        rows.append(
            (
                row.iri,
                row.label,
                row.kind,
                above.iri if above else None,
                above.label if above else None,
                join_all(row.owners),
                row.votes,
                row.status,
                _tell_breaks(row),
            )
        )
        path.append(row)
    yield ReportTable(name="challenges", columns=_COLUMNS, rows=tuple(rows))


def _explain(*_: object) -> Iterator[Text]:
    yield say("challenges.method")


def _lack(found: Challenges) -> tuple[str, ...]:
    return () if found.rows else ("elo:Challenge", "elo:Proposal")


def _count(found: Challenges) -> Iterator[Figure]:
    if found.proposals:
        basis = say("challenges.number-of", n=found.proposals)
        yield Figure(value=len(found.unimplemented), label=say("challenges.number"), basis=basis)


def _gauge(found: Challenges) -> tuple[Gauge, ...]:
    return list_gauges(
        "challenges",
        challenges=found.challenges,
        open=len(found.open),
        unimplemented=len(found.unimplemented),
    )


QUESTION = Question(
    key="challenges",
    order=64,
    section_order=62,
    measure=measure_challenges,
    tell=_tell,
    observe=_observe,
    advise=_advise,
    tables=_make_tables,
    explain=_explain,
    listings=_list,
    lack=_lack,
    gauges=_gauge,
    figures=_count,
)
