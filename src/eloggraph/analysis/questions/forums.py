"""Who sits where: guidance groups and forums, and the groups of actors that have no seat there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from eloggraph.analysis.gauges import list_gauges
from eloggraph.analysis.outcome import (
    ActionRank,
    Gauge,
    Lack,
    Listing,
    ObservationRank,
    Remark,
    ReportTable,
    Row,
)
from eloggraph.analysis.question import Material, Question
from eloggraph.analysis.seats import (
    FEWEST_ACTORS,
    FEWEST_SEATED,
    FEWEST_SHARED,
    SECTOR,
    Forum,
    Forums,
    Unseated,
    measure_forums,
)
from eloggraph.analysis.sentences import join_names
from eloggraph.iri import expand
from eloggraph.text import Text, say


def _list_told(found: Forums) -> list[Unseated]:
    return [group for group in found.unseated if group.told]


def _tell(found: Forums) -> Iterator[Text]:
    seats = found.with_seats
    counts = {"forums": len(seats), "memberships": found.memberships}
    yield say("forums.amount", n=found.seated, **counts)
    if found.memberless:
        names = join_names(found.memberless)
        yield say("forums.memberless", n=len(found.memberless), names=names)
    if found.unnamed:
        yield say("forums.unnamed", n=len(found.unnamed), names=join_names(found.unnamed))
    if not found.enough:
        yield say("forums.few", n=found.seated, needed=FEWEST_SEATED)
        return
    told = _list_told(found)
    if told:
        yield _tell_unseated(found, told)
    else:
        yield say("forums.all", needed=FEWEST_ACTORS)
    for pair in found.overlaps:
        first, second = pair.labels
        sizes = dict(zip(("one", "other"), pair.members, strict=True))
        yield say("forums.overlap", first=first, second=second, shared=pair.shared, **sizes)


def _tell_unseated(found: Forums, told: Sequence[Unseated]) -> Text:
    entry = "unseated-so-far" if found.unknown else "unseated"
    return say(f"forums.{entry}", n=len(told), names=join_names(list(map(_name_group, told))))


def _name_group(group: Unseated) -> Text:
    counted = {"name": group.label, "n": group.actors}
    if group.grouping == expand(SECTOR):
        return say("forums.sector", **counted)
    return say("forums.group", grouping=group.grouping_label, **counted)


def _observe(found: Forums) -> Iterator[Remark]:
    told = _list_told(found)
    if told and not found.unknown:
        yield Remark(rank=ObservationRank.UNSEATED, text=_tell_unseated(found, told))


def _advise(found: Forums, _: Material) -> Iterator[Remark]:
    told = _list_told(found)
    if not told:
        return
    if found.unknown:
        names = join_names(found.unknown)
        yield Remark(rank=ActionRank.SURVEY, text=say("forums.record", names=names))
        return
    groups = join_names([group.label for group in told])
    first = [group.candidates[0].label for group in told if group.candidates]
    entry = "invite-named" if first else "invite"
    text = say(f"forums.{entry}", n=len(told), groups=groups, names=join_names(first))
    yield Remark(rank=ActionRank.SEAT, text=text)


def _make_listings(found: Forums) -> Iterator[Listing]:
    yield _list_unseated(found)
    columns = ("forum", "type", "members", "sectors")
    yield Listing(
        title=say("forums.listing.forums"),
        columns=tuple(say(f"forums.head.{name}") for name in columns),
        rows=tuple(_make_rows(found.forums)),
        table="forum_members",
    )


def _list_unseated(found: Forums) -> Listing:
    columns = ("group", "actors", "candidates")
    named = any(each.candidates for each in found.unseated)
    return Listing(
        title=say(f"forums.listing.{'not-among' if found.unknown else 'unseated'}"),
        columns=tuple(say(f"forums.head.{name}") for name in columns),
        rows=tuple(
            Row(
                cells=(
                    say("forums.in-grouping", grouping=each.grouping_label, name=each.label),
                    each.actors,
                    join_names([one.label for one in each.candidates]) if each.candidates else None,
                )
            )
            for each in found.unseated
        ),
        note=say(f"forums.note.{'named' if named else 'plain'}", n=FEWEST_ACTORS),
        working=True,
    )


def _make_rows(forums: Sequence[Forum]) -> Iterator[Row]:
    """Yield networks and guidance groups with their bodies below them, then bodies of others."""
    listed = {forum.forum for forum in forums}
    tops = [forum for forum in forums if forum.within not in listed]
    for top in sorted(tops, key=lambda each: (each.within is not None, not each.seats)):
        yield _make_row(top)
        for forum in forums:
            if forum.within == top.forum:
                yield _make_row(forum, level=1)


def _make_row(forum: Forum, level: int = 0) -> Row:
    if not (forum.members or forum.kinds):
        nobody = Lack(say("forums.no-members"))
        return Row(cells=(forum.label, forum.type, nobody, None), level=level)
    parts = [say("forums.part", name=part.label, n=part.members) for part in forum.parts]
    if forum.sectorless:
        parts.append(say("forums.sectorless", n=forum.sectorless))
    if forum.kinds:
        parts.append(say("forums.kinds", n=forum.kinds))
    sectors = join_names(parts, most=len(parts))
    return Row(cells=(forum.label, forum.type, len(forum.members) or None, sectors), level=level)


def _make_tables(found: Forums) -> Iterator[ReportTable]:
    columns: dict[str, type] = {
        "forum": str, "forum_label": Text, "sector": str, "sector_label": Text, "members": int,
    }  # fmt: skip
    rows = tuple(
        (forum.forum, forum.label, part.sector, part.label, part.members)
        for forum in found.forums
        for part in forum.parts
    )
    yield ReportTable(name="forum_members", columns=columns, rows=rows)
    groups: dict[str, type] = {"grouping": str, "group": str, "group_label": Text, "actors": int}
    yield ReportTable(
        name="unseated_groups",
        columns=groups,
        rows=tuple((each.grouping, each.group, each.label, each.actors) for each in found.unseated),
    )


def _explain(*_: object) -> Iterator[Text]:
    yield say("forums.method", shared=FEWEST_SHARED)


def _lack(found: Forums) -> tuple[str, ...]:
    return () if found.seated else ("elo:Network", "elo:NetworkBody", "elo:RoleAssignment")


def _gauge(found: Forums) -> tuple[Gauge, ...]:
    return list_gauges(
        "forums",
        forums=len(found.forums),
        seated=found.seated,
        memberships=found.memberships,
    )


QUESTION = Question(
    key="forums",
    order=61,
    section_order=37,
    measure=measure_forums,
    tell=_tell,
    observe=_observe,
    advise=_advise,
    tables=_make_tables,
    listings=_make_listings,
    explain=_explain,
    lack=_lack,
    gauges=_gauge,
)
