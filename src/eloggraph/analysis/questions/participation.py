"""Who takes part, by sector, area and level, and who is missing from whom one would expect."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from eloggraph.analysis.outcome import (
    ActionRank,
    Cell,
    Lack,
    Listing,
    ObservationRank,
    Remark,
    ReportTable,
    Row,
)
from eloggraph.analysis.presence import (
    MOST_UNKNOWN,
    Absence,
    Participation,
    Place,
    Sector,
    measure_participation,
)
from eloggraph.analysis.question import Material, Question
from eloggraph.analysis.sentences import join_names
from eloggraph.text import Text, say

FEWEST_MEMBERS = 5
LARGE_GROUP = 5  # of a sector as large as this the question of forums tells


def _tell(found: Participation) -> Iterator[Text]:
    nobody = [each.label for each in found.sectors if not each.actors]
    sectors = len(found.sectors)
    entry = "amount-all" if sectors and not nobody else "amount" if sectors else "actors"
    present = sectors - len(nobody)
    yield say(f"participation.{entry}", n=found.actors, present=present, sectors=sectors)
    unknown = {"sector": found.sectorless, "area": found.placeless, "level": found.levelless}
    parts = [say(f"participation.unknown.{key}", n=n) for key, n in unknown.items() if n]
    if parts:
        yield say("participation.not-known", parts=join_names(parts))
    if nobody:
        entry = "nobody-known" if found.sectorless else "nobody"
        names = join_names(nobody, most=len(nobody))
        yield say(f"participation.{entry}", n=len(nobody), names=names)
    yield from _tell_places(found)
    for group, absent in _group_absences(found).items():
        yield _tell_absence(group, absent)


def _tell_places(found: Participation) -> Iterator[Text]:
    expected = [place for place in found.places if place.expected]
    empty = [place for place in expected if not place.actors]
    if not expected:
        return
    if empty and not found.places_known:
        yield say("participation.places-unknown", n=found.placeless)
    elif empty:
        yield _tell_empty(len(expected), empty)
    else:
        yield say("participation.everywhere", n=len(expected))
    thin = sorted(
        (place for place in expected if place.absent and place.actors),
        key=lambda place: (-len(place.absent), place.label.said),
    )
    if thin:
        names = [say("participation.thin", name=p.label, n=len(p.absent)) for p in thin]
        yield say("participation.thinnest", n=len(thin), names=join_names(names))


def _tell_empty(expected: int, empty: Sequence[Place]) -> Text:
    names = join_names([place.label for place in empty], most=6)
    wider = any(place.around for place in empty)
    entry = ("no-own-anywhere" if len(empty) == expected else "no-own") if wider else "empty"
    return say(f"participation.{entry}", n=len(empty), total=expected, names=names)


def _group_absences(found: Participation) -> Mapping[Text, list[Absence]]:
    groups: defaultdict[Text, list[Absence]] = defaultdict(list)
    for each in found.absences:
        groups[each.group].append(each)
    return groups


def _tell_absence(group: Text, absent: Sequence[Absence]) -> Text:
    names = join_names([each.sector for each in absent], most=len(absent))
    entry = "absent-unknown" if absent[0].unknown else "absent"
    told = {"group": group, "names": names, "members": absent[0].members}
    return say(f"participation.{entry}", n=absent[0].unknown or len(absent), **told)


def _observe(found: Participation) -> Iterator[Remark]:
    expected = [place for place in found.places if place.expected]
    empty = [place for place in expected if not place.actors and not place.around]
    if empty and found.places_known:
        yield Remark(rank=ObservationRank.UNSEATED, text=_tell_empty(len(expected), empty))


def _advise(found: Participation, _: Material) -> Iterator[Remark]:
    for group, absent in _group_absences(found).items():
        asked = [each for each in absent if each.names and each.actors < LARGE_GROUP]
        if asked and absent[0].members >= FEWEST_MEMBERS and not absent[0].unknown:
            told = [
                say("participation.ask", sector=each.sector, names=join_names(each.names))
                for each in asked
            ]
            text = say("participation.invite", group=group, names=join_names(told, separator="; "))
            yield Remark(rank=ActionRank.SEAT, text=text)


def _make_listings(found: Participation) -> Iterator[Listing]:
    levels = {count.code: count.label for each in found.sectors for count in each.levels}
    sizes = Counter[str]()
    for each in found.sectors:
        sizes.update({count.code: count.actors for count in each.levels})
    codes = sorted(levels, key=lambda code: (-sizes[code], levels[code].said))
    yield Listing(
        title=say("participation.listing.sectors"),
        columns=(
            *(say(f"participation.head.{name}") for name in ("sector", "actors")),
            *(levels[code] for code in codes),
            say("participation.head.areas"),
        ),
        rows=tuple(Row(cells=_list_sector(each, codes)) for each in found.sectors if each.actors),
        table="participation",
    )
    columns = ("area", "actors", "around", "sectors", "absent")
    yield Listing(
        title=say("participation.listing.areas"),
        columns=tuple(say(f"participation.head.{name}") for name in columns),
        rows=tuple(_make_rows(found.places)),
        table="participation",
    )


def _list_sector(sector: Sector, codes: Sequence[str]) -> tuple[Cell, ...]:
    counts = {count.code: count.actors for count in sector.levels}
    return (
        sector.label, sector.actors, *(counts.get(code) for code in codes), sector.areas or None
    )  # fmt: skip


def _make_rows(places: Sequence[Place]) -> Iterator[Row]:
    # Where no municipality has actors of its own, a sentence says it of all.
    some = any(place.actors for place in places if place.expected)
    below: defaultdict[str | None, list[Place]] = defaultdict(list)
    for place in places:
        if place.actors or some:
            below[place.within].append(place)
    for top in below[None]:
        yield Row(cells=_list_place(top))
        for place in below[top.area]:
            yield Row(cells=_list_place(place), level=1)


def _list_place(place: Place) -> tuple[Cell, ...]:
    parts = [say("participation.part", name=each.label, n=each.actors) for each in place.sectors]
    nobody = Lack(say("participation.none")) if place.expected else None
    absent = join_names(place.absent, most=len(place.absent)) if place.absent else None
    return (
        place.label,
        place.actors or nobody,
        place.around or None,
        join_names(parts, most=len(parts)) if parts else None,
        Lack(absent) if absent else None,
    )


def _make_tables(found: Participation) -> Iterator[ReportTable]:
    columns: dict[str, type] = {
        "sector": str, "sector_label": Text, "area": str, "area_label": Text,
        "level": str, "level_label": Text, "actors": int,
    }  # fmt: skip
    rows = tuple(
        (
            *(cell.sector, cell.labels[0], cell.area, cell.labels[1]),
            *(cell.level, cell.labels[2], cell.actors),
        )
        for cell in found.cells
    )
    yield ReportTable(name="participation", columns=columns, rows=rows)


def _explain(*_: object) -> Iterator[Text]:
    yield say("participation.method", share=round(100 * MOST_UNKNOWN))


def _lack(found: Participation) -> tuple[str, ...]:
    return () if found.actors else ("elo:Actor",)


QUESTION = Question(
    key="participation",
    order=60,
    section_order=5,
    measure=measure_participation,
    tell=_tell,
    observe=_observe,
    advise=_advise,
    tables=_make_tables,
    listings=_make_listings,
    explain=_explain,
    lack=_lack,
)
