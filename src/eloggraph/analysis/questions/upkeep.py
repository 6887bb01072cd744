"""What of the map needs looking after: old facts, one-sided ties, actors without ties."""

from __future__ import annotations

from collections.abc import Iterator

from eloggraph.analysis.confirmation import KindAge, Upkeep, measure_upkeep
from eloggraph.analysis.outcome import (
    ActionRank,
    Listing,
    ObservationRank,
    Remark,
    ReportTable,
    Row,
)
from eloggraph.analysis.question import Material, Question
from eloggraph.analysis.sentences import join_names, write_day
from eloggraph.text import Text, say


def _tell(found: Upkeep) -> Iterator[Text]:
    stale, undated = found.total("stale"), found.total("undated")
    facts = found.total("fresh") + stale + undated
    if undated == facts:
        yield say("upkeep.no-dates", n=facts)
    elif not found.unconfirmed:
        yield say("upkeep.all-fresh", n=facts)
    else:
        yield _tell_stale(found)
        if undated and stale:
            yield say("upkeep.undated", n=undated)
    if found.asked and found.unconfirmed:
        covered = sum(each.new for each in found.asked)
        names = join_names([each.label for each in found.asked])
        told = {"facts": covered, "total": len(found.unconfirmed), "names": names}
        yield say("upkeep.ask", n=len(found.asked), **told)
    yield from _tell_sides(found)
    if found.isolates:
        yield say("upkeep.isolates", n=len(found.isolates))


def _tell_stale(found: Upkeep) -> Text:
    stale, undated = found.total("stale"), found.total("undated")
    facts = found.total("fresh") + stale + undated
    if not stale:
        return say("upkeep.only-undated", n=undated, facts=facts)
    oldest = min(age.oldest for age in found.ages if age.oldest and age.stale)
    return say("upkeep.stale", n=stale, facts=facts, oldest=write_day(oldest))


def _tell_sides(found: Upkeep) -> Iterator[Text]:
    if not found.sides_known:
        yield say("upkeep.sides-unknown", n=found.answered)
    elif found.one_sided:
        names = [
            say("upkeep.pair", first=each.labels[0], second=each.labels[1])
            for each in found.one_sided
        ]
        yield say("upkeep.one-sided", n=len(names), names=join_names(names, separator="; "))
    else:
        yield say("upkeep.both-sides")


def _observe(found: Upkeep) -> Iterator[Remark]:
    if found.total("stale"):
        yield Remark(rank=ObservationRank.DATED, text=_tell_stale(found))


def _advise(found: Upkeep, _: Material) -> Iterator[Remark]:
    if found.total("stale") and found.asked:
        names = join_names([each.label for each in found.asked])
        yield Remark(rank=ActionRank.LOOK, text=say("upkeep.confirm", names=names))
    if found.one_sided:
        names = join_names(
            [
                say("upkeep.pair", first=each.labels[0], second=each.labels[1])
                for each in found.one_sided
            ],
            separator="; ",
        )
        text = say("upkeep.settle", n=len(found.one_sided), names=names)
        yield Remark(rank=ActionRank.LOOK, text=text)


def _make_listings(found: Upkeep) -> Iterator[Listing]:
    columns = ("kind", "fresh", "stale", "undated", "oldest")
    yield Listing(
        title=say("upkeep.listing.ages"),
        columns=tuple(say(f"upkeep.head.{name}") for name in columns),
        rows=tuple(_list_age(age) for age in found.ages),
        table="unconfirmed",
    )
    yield Listing(
        title=say("upkeep.listing.asked"),
        columns=tuple(say(f"upkeep.head.{name}") for name in ("actor", "facts", "new")),
        rows=tuple(Row(cells=(each.label, each.facts, each.new)) for each in found.asked),
        note=say("upkeep.note.asked"),
    )
    yield Listing(
        title=say("upkeep.listing.sides"),
        columns=tuple(say(f"upkeep.head.{name}") for name in ("teller", "other")),
        rows=tuple(Row(cells=each.labels) for each in found.one_sided),
    )
    yield Listing(
        title=say("upkeep.listing.isolates"),
        columns=(say("upkeep.head.actor"),),
        rows=tuple(Row(cells=(name,)) for name in found.isolates),
    )


def _list_age(age: KindAge) -> Row:
    oldest = write_day(age.oldest) if age.oldest else None
    counts = (age.fresh or None, age.stale or None, age.undated or None)
    return Row(cells=(say(f"upkeep.kind.{age.kind}"), *counts, oldest))


def _make_tables(found: Upkeep) -> Iterator[ReportTable]:
    columns: dict[str, type] = {"fact": str, "kind": Text, "confirmed": str}
    kinds = {age.kind: say(f"upkeep.kind.{age.kind}") for age in found.ages}
    rows = tuple((fact.fact, kinds[fact.kind], fact.confirmed) for fact in found.unconfirmed)
    yield ReportTable(name="unconfirmed", columns=columns, rows=rows)
    sides: dict[str, type] = {
        "teller": str, "teller_label": Text, "other": str, "other_label": Text,
    }  # fmt: skip
    yield ReportTable(
        name="one_sided_ties",
        columns=sides,
        rows=tuple(
            (each.teller, each.labels[0], each.other, each.labels[1]) for each in found.one_sided
        ),
    )


def _explain(*_: object) -> Iterator[Text]:
    yield say("upkeep.method")


def _lack(found: Upkeep) -> tuple[str, ...]:
    return () if found.ages else ("elo:Actor",)


QUESTION = Question(
    key="upkeep",
    order=80,
    section_order=90,
    working=True,
    measure=measure_upkeep,
    tell=_tell,
    observe=_observe,
    advise=_advise,
    tables=_make_tables,
    listings=_make_listings,
    explain=_explain,
    lack=_lack,
)
