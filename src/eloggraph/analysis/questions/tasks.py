"""Which standing tasks and posts are there, and which of them nobody holds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from eloggraph.analysis.gauges import list_gauges
from eloggraph.analysis.outcome import (
    ActionRank,
    Cell,
    Gauge,
    Lack,
    Listing,
    ObservationRank,
    Remark,
    ReportTable,
    Row,
)
from eloggraph.analysis.plans import (
    OVER,
    Named,
    code_of,
    is_over,
    join_all,
    list_names,
    name_all,
    read_standing,
    tell_status,
)
from eloggraph.analysis.question import Material, Question
from eloggraph.analysis.sentences import join_amounts, write_day
from eloggraph.snapshot.days import a_year_later, has_begun, holds, last_day
from eloggraph.text import Text, say

Holding = Literal["held", "unknown", "vacant", "wished"]
POST, TERM, TASK = "elo:Post", "elo:TermOfOffice", "task"


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """A post in an organisation, or a standing task that it answers for.

    ``holding`` is that of a post: *held* by somebody until ``until``, *unknown* where no term is on
    record, *vacant* since the last term ended (``until``), only *wished* for, proposed or planned.
    A task has no ``owners`` where no one answers for it. What is ``to_come`` has the code of its
    status: planned, proposed, wished, or any where it begins later.
    """

    iri: str
    label: Text
    kind: Text | None
    owners: tuple[str, ...]
    owner_label: Text | None
    employer: Text | None
    holding: Holding | None
    until: str | None
    frequency: Text | None
    status: Text | None
    to_come: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """A body or a term of office that ends within a year."""

    iri: str
    label: Text
    until: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tasks:
    """Posts and standing tasks; those that nobody holds, and what ends within a year."""

    duties: tuple[Duty, ...]
    posts: int
    tasks: int
    wished: tuple[Named, ...]
    vacant: tuple[Named, ...]
    unknown: tuple[Named, ...]
    to_come: tuple[Named, ...]
    ownerless: tuple[Named, ...]
    ending: tuple[Ending, ...]


def measure_tasks(material: Material) -> Tasks:
    """Read posts with their terms of office, and measures that are ongoing tasks.

    A post is held where one of its terms of office holds on the day. A post on record without any
    term is there, and who holds it is not known. What is wished for, proposed or planned is not.

    >>> from datetime import date
    >>> from eloggraph.analysis.affiliation import AffiliationNetwork
    >>> nothing = AffiliationNetwork(nodes=(), ties=(), groupings=())
    >>> measure_tasks(Material(network=nothing, on=date(2024, 1, 1))).posts
    0
    """
    records = material.records
    own = filter(material.all_days.is_own, material.all_days.of(POST))
    posts = [
        _read_post(material, post)
        for post in own
        if read_standing(material, post, material.all_days) not in OVER
    ]
    measures = (each for each in records.of("elo:Measure") if records.is_own(each))
    tasks = [
        _read_task(material, measure)
        for measure in measures
        if code_of(records.value(measure, "elo:measureType")) == TASK
        and not is_over(material, measure)
    ]
    held = {state: [p.iri for p in posts if p.holding == state] for state in _STATES}
    return Tasks(
        duties=tuple(_gather([*posts, *tasks])),
        posts=len(posts),
        tasks=len(tasks),
        wished=name_all(material, held["wished"]),
        vacant=name_all(material, held["vacant"]),
        unknown=name_all(material, held["unknown"]),
        to_come=name_all(material, (task.iri for task in tasks if task.to_come)),
        ownerless=name_all(material, (task.iri for task in tasks if not task.owners)),
        ending=tuple(_list_ending(material, posts)),
    )


_STATES: tuple[Holding, ...] = ("held", "unknown", "vacant", "wished")


def _read_post(material: Material, post: str) -> Duty:
    records = material.all_days
    holding, until = _read_holding(material, post)
    owner, employer = records.value(post, "org:postIn"), records.value(post, "elo:employedBy")
    return Duty(
        iri=post,
        label=material.name(post),
        kind=say("tasks.post"),
        owners=(owner,) if owner else (),
        owner_label=material.name(owner) if owner else None,
        employer=material.name(employer) if employer else None,
        holding=holding,
        until=until,
        frequency=None,
        status=tell_status(material, post, records),
        to_come=_code_ahead(material, post) if holding == "wished" else None,
    )


def _read_holding(material: Material, post: str) -> tuple[Holding, str | None]:
    records = material.all_days
    if read_standing(material, post, records) == "to-come":
        return "wished", None
    terms = [
        (records.value(term, "elo:validFrom"), records.value(term, "elo:validUntil"))
        for term in records.subjects(post, "elo:termOf")
        if read_standing(material, term, records) != "cancelled"
    ]
    current = [until for since, until in terms if holds(since, until, material.on)]
    if current:
        goes_on = None in current or any(not has_begun(since, material.on) for since, _ in terms)
        return "held", None if goes_on else max(filter(None, current), key=last_day)
    ends = [until for since, until in terms if until and has_begun(since, material.on)]
    if not terms:
        return "unknown", None
    return "vacant", max(ends, key=last_day) if ends else None


def _read_task(material: Material, measure: str) -> Duty:
    records = material.records
    frequency = records.value(measure, "elo:frequency")
    owners = records.subjects(measure, "elo:responsibleFor")
    owners = tuple(owner for owner in owners if not is_over(material, owner))
    return Duty(
        iri=measure,
        label=material.name(measure),
        kind=None,
        owners=owners,
        owner_label=join_all([material.name(owner) for owner in owners], ", "),
        employer=None,
        holding=None,
        until=None,
        frequency=material.name(frequency) if frequency else None,
        status=tell_status(material, measure),
        to_come=_code_ahead(material, measure)
        if read_standing(material, measure) == "to-come"
        else None,
    )


def _code_ahead(material: Material, node: str) -> str:
    code = code_of(material.all_days.value(node, "elo:status"))
    return code if code in ("planned", "proposed", "wished") else "any"


def _gather(duties: Sequence[Duty]) -> Iterator[Duty]:
    """Yield duties owner by owner, in the order in which owners are met; nobody's come last."""
    owners = dict.fromkeys(duty.owners for duty in duties)
    places = {each: at for at, each in enumerate(owners)}
    yield from sorted(duties, key=lambda duty: (not duty.owners, places[duty.owners]))


def _list_ending(material: Material, posts: Sequence[Duty]) -> Iterator[Ending]:
    limit = a_year_later(material.on)
    for post in posts:
        if post.holding == "held" and post.until and last_day(post.until) <= limit:
            yield Ending(iri=post.iri, label=post.label, until=post.until)
    for body in filter(material.records.is_own, material.records.of("elo:NetworkBody")):
        until = material.records.value(body, "elo:validUntil")
        if until and material.on <= last_day(until) <= limit:
            yield Ending(iri=body, label=material.name(body), until=until)


# --- words ---------------------------------------------------------------------------------------


def _tell(found: Tasks) -> Iterator[Text]:
    amounts = {"posts": found.posts, "tasks": found.tasks}
    told = [say(f"tasks.amount.{key}", n=n) for key, n in amounts.items() if n]
    if told:
        yield say("tasks.count", parts=join_amounts(told))
    for key, named in _parts(found).items():
        if named:
            yield _tell_part(found, key, named)
    if found.ending:
        yield say("tasks.ending", n=len(found.ending), names=_name_endings(found.ending))


def _tell_part(found: Tasks, key: str, named: Sequence[Named]) -> Text:
    """Tell of some by name; of what is to come with its status, where that is one and the same."""
    nodes = {each.iri for each in named}
    codes = {duty.to_come for duty in found.duties if duty.iri in nodes and duty.to_come}
    if key in ("wished", "to-come"):
        key = f"{key}.{codes.pop() if len(codes) == 1 else 'any'}"
    return say(f"tasks.{key}", n=len(named), names=list_names(named))


def _parts(found: Tasks) -> dict[str, tuple[Named, ...]]:
    return {
        "wished": found.wished,
        "vacant": found.vacant,
        "unknown": found.unknown,
        "to-come": found.to_come,
        "ownerless": found.ownerless,
    }


def _name_endings(ending: Sequence[Ending]) -> Text:
    named = [
        Named(iri=each.iri, label=say("tasks.until", name=each.label, when=write_day(each.until)))
        for each in ending
    ]
    return list_names(named)


def _observe(found: Tasks) -> Iterator[Remark]:
    for key in ("wished", "vacant"):
        if named := _parts(found)[key]:
            yield Remark(rank=ObservationRank.GAP, text=_tell_part(found, key, named))
    posts = {duty.iri for duty in found.duties}
    # Of bodies that end, the question of endings tells.
    if ending := [each for each in found.ending if each.iri in posts]:
        told = say("tasks.ending", n=len(ending), names=_name_endings(ending))
        yield Remark(rank=ObservationRank.DATED, text=told)


def _advise(found: Tasks, _: Material) -> Iterator[Remark]:
    if found.wished:
        told = say("tasks.action.wished", names=list_names(found.wished))
        yield Remark(rank=ActionRank.AGREE, text=told)
    if found.vacant:
        told = say("tasks.action.vacant", names=list_names(found.vacant))
        yield Remark(rank=ActionRank.FILL, text=told)


_HEADS = ("duty", "kind", "employer", "often", "state")


def _list(found: Tasks) -> Iterator[Listing]:
    rows: list[Row] = []
    for owners, duties in groupby(found.duties, key=lambda duty: duty.owners):
        listed = list(duties)
        head = listed[0].owner_label if owners else Lack(say("plans.lack.owner"))
        rows.append(Row(cells=(head, None, None, None, None)))
        rows += [Row(cells=_show(duty), level=1) for duty in listed]
    yield Listing(
        title=say("tasks.list"),
        columns=tuple(say(f"tasks.head.{head}") for head in _HEADS),
        rows=tuple(rows),
        table="tasks",
    )


def _show(duty: Duty) -> tuple[Cell, ...]:
    return (duty.label, duty.kind, duty.employer, duty.frequency, _tell_state(duty))


def _tell_state(duty: Duty) -> Text | Lack | None:
    when = write_day(duty.until) if duty.until else None
    match duty.holding:
        case "wished":
            return Lack(say("tasks.state.wished", status=duty.status or ""))
        case "vacant":
            since = say("tasks.state.vacant-since", when=when) if when else None
            return Lack(since or say("tasks.state.vacant"))
        case "held":
            return say("tasks.state.held-until", when=when) if when else say("tasks.state.held")
        case "unknown":
            parts = [say("tasks.state.unknown"), *([duty.status] if duty.status else [])]
            return join_all(parts, ", ")
    return duty.status


_COLUMNS: dict[str, type] = {
    "iri": str,
    "label": Text,
    "kind": Text,
    "owner": str,
    "owner_label": Text,
    "employer": Text,
    "often": Text,
    "state": Text,
    "until": str,
}


def _make_tables(found: Tasks) -> Iterator[ReportTable]:
    rows = []
    for duty in found.duties:
        state = _tell_state(duty)
        told = state.text if isinstance(state, Lack) else state
        owners = "|".join(duty.owners) or None
        names = (duty.iri, duty.label, duty.kind, owners, duty.owner_label, duty.employer)
        rows.append((*names, duty.frequency, told, duty.until))
    yield ReportTable(name="tasks", columns=_COLUMNS, rows=tuple(rows))


def _explain(*_: object) -> Iterator[Text]:
    yield say("tasks.method")


def _lack(found: Tasks) -> tuple[str, ...]:
    return () if found.duties or found.ending else ("elo:Post",)


def _gauge(found: Tasks) -> tuple[Gauge, ...]:
    return list_gauges(
        "tasks",
        posts=found.posts,
        vacant=len(found.vacant),
        ownerless=len(found.ownerless),
    )


QUESTION = Question(
    key="tasks",
    order=66,
    section_order=64,
    measure=measure_tasks,
    tell=_tell,
    observe=_observe,
    advise=_advise,
    tables=_make_tables,
    explain=_explain,
    listings=_list,
    lack=_lack,
    gauges=_gauge,
)
