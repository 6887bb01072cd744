"""Two versions of a network held against each other, thing by thing and cell by cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from eloggraph.schema.model import Table
from eloggraph.snapshot.change.align import Alignment, align
from eloggraph.snapshot.change.cells import CellChange, compare_cells
from eloggraph.snapshot.change.facts import Facts
from eloggraph.snapshot.change.model import WHYS, Changes, Difference, What
from eloggraph.snapshot.change.presence import Verdict, compare_presence
from eloggraph.snapshot.change.successions import Succession, list_successions
from eloggraph.snapshot.change.version import Version
from eloggraph.text import Text


def compare_versions(old: Version, new: Version) -> Changes:
    """Return what is not as it was, and whether the world changed or what is known of it.

    The world changed where the dates, changes or statuses that the later version tells put a
    beginning or an end between the two days. We learned more where they say that a thing held, or
    was over, on the earlier day already and it was not on record so, where a date was corrected,
    and where an empty cell was filled in. Of anything else the data do not say which it was.

    Parameters
    ----------
    old, new
        The earlier and the later version; both may have the same graphs on two days.
    """
    found = align(old, new)
    successions = tuple(list_successions(found))
    told, renamed, others = _list_told(found, successions)
    presence = dict(compare_presence(found, told))
    told |= presence.keys()
    cells, sources = compare_cells(found, told=told, renamed=renamed, others=others)
    names = _Names(found, {*presence, *(cell.identity for cell in cells)})
    differences = [
        *_tell_successions(successions, new),
        *(names.tell(identity, verdict) for identity, verdict in presence.items()),
        *(names.tell_cell(cell) for cell in cells),
    ]
    ordered = tuple(sorted(differences, key=_order))
    return Changes(
        differences=ordered,
        sources=sources,
        only_old=tuple(_list_alone(ordered, "gone", old, new)),
        only_new=tuple(_list_alone(ordered, "added", new, old)),
    )


def _list_alone(
    differences: tuple[Difference, ...], what: What, here: Version, there: Version
) -> Iterator[Text]:
    """Yield the tables with rows on one side only, where it is not told of each why that is so."""
    untold = {each.table for each in differences if each.what == what and each.why != "world"}
    yield from (here.tables[name] for name in sorted(untold - there.tables.keys()))


def _order(each: Difference) -> tuple[object, ...]:
    column = each.column.said if each.column else ()
    return (WHYS.index(each.why), each.table, each.name.said, each.before, each.after, column)


def _list_told(
    found: Alignment, successions: tuple[Succession, ...]
) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Return what the changes of organisations tell of, what was renamed, and other successors."""
    new, canon = found.new.version, found.new.canon
    told: set[str] = set()
    renamed: set[str] = set()
    others: set[str] = set()
    for each in successions:
        ceased = {new.localise(node) for node in each.ceased}
        known = {canon[name] for name in ceased if name in canon}
        renamed |= known if each.what == "renamed" else set()
        others |= known if each.what != "renamed" else set()
        told |= {canon.get(name, name) for name in ceased}
        told |= {*map(new.localise, each.founded), new.localise(each.change.event)}
    return frozenset(told), frozenset(renamed), frozenset(others)


def _tell_successions(successions: tuple[Succession, ...], new: Version) -> Iterator[Difference]:
    tables = {
        node: rows.table for g in new.graphs for rows in g.rows for node in rows.frame["subject"]
    }
    for each in successions:
        before, after = sorted(each.ceased), sorted(each.change.after)
        earlier, later = (
            [new.labels[node] for node in nodes if node in new.labels] for nodes in (before, after)
        )
        table = next(tables[node] for node in (*after, *before) if node in tables)
        yield Difference(
            what=each.what,
            why=each.why,
            table=table.name,
            tables=table.names,
            name=_join(later if each.what in ("renamed", "merged") else earlier),
            before=tuple(map(new.show, before)),
            after=tuple(map(new.show, after)),
            when=each.change.date,
            old=tuple(earlier),
            new=tuple(later),
        )


def _join(names: list[Text], separator: str = ", ") -> Text:
    return Text.each(lambda language: separator.join(name.say(language) for name in names))


class _Names:
    """What things are called: by their name, or by what their key says."""

    def __init__(self, found: Alignment, identities: set[str]) -> None:
        self._found = found
        self._rows: dict[str, tuple[Facts, str, Table]] = {}
        for identity in identities:
            pair = found.pairs[identity]
            facts, nodes = (found.new, pair.new) if pair.new else (found.old, pair.old)
            self._rows[identity] = facts, nodes[0], facts.version.rows[nodes[0]]
        self._cells = {
            id(facts): facts.describe(
                [node for side, node, _ in self._rows.values() if side is facts]
            )
            for facts in (found.old, found.new)
        }

    def tell(self, identity: str, verdict: Verdict) -> Difference:
        """Return what happened to a thing."""
        pair, (_, _, table) = self._found.pairs[identity], self._rows[identity]
        return Difference(
            what=verdict.what,
            why=verdict.why,
            table=table.name,
            tables=table.names,
            name=self._name(identity),
            before=tuple(map(self._found.old.version.show, pair.old)),
            after=tuple(map(self._found.new.version.show, pair.new)),
            when=verdict.when,
        )

    def tell_cell(self, cell: CellChange) -> Difference:
        """Return what a cell says now and said before."""
        pair, (_, _, table) = self._found.pairs[cell.identity], self._rows[cell.identity]
        return Difference(
            what="changed",
            why=cell.why,
            table=table.name,
            tables=table.names,
            name=self._name(cell.identity),
            before=tuple(map(self._found.old.version.show, pair.old)),
            after=tuple(map(self._found.new.version.show, pair.new)),
            column=cell.name,
            old=cell.old,
            new=cell.new,
        )

    def _name(self, identity: str) -> Text:
        facts, node, table = self._rows[identity]
        label = facts.version.labels.get(node)
        if label is not None:
            return label
        cells: Mapping[str, tuple[Text, ...]] = self._cells[id(facts)].get(node, {})
        said = [
            text
            for key in table.key
            for text in cells.get(facts.key_of(table, table.column(key)), ())
        ]
        name, more = _join(said[:2], " – "), _join(said[2:])
        if len(said) < 3:
            return name
        return Text.each(lambda language: f"{name.say(language)} ({more.say(language)})")
