"""What is on record but does not hold: shown apart from what there is.

What is planned, proposed or wished for, has ended or been cancelled is left out of every other
question; here it is told how much that is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from eloggraph.analysis.asking import Ask
from eloggraph.analysis.outcome import ReportTable
from eloggraph.analysis.question import Material, Question, tell_left_out
from eloggraph.analysis.sentences import join_names, write_day
from eloggraph.text import Text, say


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAside:
    """One fact that is not in force: its name, or those of its two ends, and its status."""

    fact: str
    label: Text
    status: str
    status_label: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class DayCount:
    """How many of a kind do not hold on the day, and how many hold without any date."""

    kind: str
    ended: int
    later: int
    undated: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Facts that are left out of the other questions.

    ``days`` counts what the day leaves out: connections first, then the kinds of things.
    """

    set_aside: tuple[SetAside, ...]
    on: str = ""
    days: tuple[DayCount, ...] = ()


def measure_standing(material: Material) -> Standing:
    """Find what does not hold.

    >>> from datetime import date
    >>> from eloggraph.analysis.affiliation import AffiliationNetwork
    >>> nothing = AffiliationNetwork(nodes=(), ties=(), groupings=())
    >>> measure_standing(Material(network=nothing, on=date(2024, 1, 1))).set_aside
    ()
    """
    return Standing(
        set_aside=read_set_aside(material.ask, material.labels),
        on=material.on.isoformat(),
        days=_count_days(material),
    )


# Whether these hold is told by the connections that they make.
_TOLD_AS_TIES = ("link", "membership")


def _count_days(material: Material) -> tuple[DayCount, ...]:
    counts = material.counts
    ties = DayCount(kind="tie", ended=counts.ended, later=counts.later, undated=counts.undated)
    kinds = (
        DayCount(kind=each.name, ended=each.ended, later=each.later, undated=each.undated)
        for each in material.kinds
        if each.name not in _TOLD_AS_TIES
    )
    return tuple(each for each in (ties, *kinds) if each.ended or each.later)


def read_set_aside(ask: Ask, labels: Mapping[str, Text]) -> tuple[SetAside, ...]:
    """Read what is not in force (``not-in-force``), by status and name.

    >>> row = {"fact_iri": "post", "status_iri": "status/wished", "fact": "Co-ordinator"}
    >>> read_set_aside(lambda _: [row], {})[0].label.en
    'Co-ordinator'
    """
    found = {
        SetAside(
            fact=row["fact_iri"],
            label=_name(row, labels),
            status=row["status_iri"],
            status_label=labels.get(row["status_iri"], Text.same(row["status_iri"])),
        )
        for row in ask("not-in-force")
    }
    return tuple(sorted(found, key=lambda each: (each.status, each.label.said, each.fact)))


def _name(row: Mapping[str, str], labels: Mapping[str, Text]) -> Text:
    if row["fact_iri"] in labels or "from_iri" not in row:
        return labels.get(row["fact_iri"], Text.same(row.get("fact", row["fact_iri"])))
    ends = [labels.get(row[end], Text.same(row[end])) for end in ("from_iri", "to_iri")]
    return Text.each(lambda language: " – ".join(end.say(language) for end in ends))


def _tell(found: Standing) -> Iterator[Text]:
    yield from (_tell_day(count, found.on) for count in found.days)
    count = len(found.set_aside)
    if count:
        yield say("standing.left-out", n=count)
    elif not found.days:
        yield say("standing.all")
    by_status: defaultdict[Text, list[Text]] = defaultdict(list)
    for each in found.set_aside:
        by_status[each.status_label].append(each.label)
    for status, names in by_status.items():
        yield say("standing.group", status=status, n=len(names), names=join_names(names))


def _tell_day(count: DayCount, on: str) -> Text:
    kind, parts = say(f"standing.kind.{count.kind}"), tell_left_out(count.ended, count.later)
    entry = "day" if count.undated else "day-all-dated"
    return say(f"standing.{entry}", kind=kind, parts=parts, when=write_day(on), n=count.undated)


_COLUMNS: dict[str, type] = {"fact": str, "fact_label": Text, "status": str, "status_label": Text}


def _make_tables(found: Standing) -> Iterator[ReportTable]:
    rows = tuple(
        (each.fact, each.label, each.status, each.status_label) for each in found.set_aside
    )
    yield ReportTable(name="not_in_force", columns=_COLUMNS, rows=rows)


def _explain(*_: object) -> Iterator[Text]:
    yield say("standing.method")


QUESTION = Question(
    key="standing",
    order=50,
    section_order=50,
    measure=measure_standing,
    tell=_tell,
    tables=_make_tables,
    explain=_explain,
)
