"""Columns of ticks: what is ticked is what the header names, as “Kuopio”, “chat” or “Kela”."""

from __future__ import annotations

from eloggraph.importing.cells import Fit
from eloggraph.importing.header_rows import is_unheaded
from eloggraph.importing.headings import is_among, is_label, list_importable, split_words
from eloggraph.importing.marks import holds_ticks
from eloggraph.importing.model import SourceSheet, Target
from eloggraph.importing.paired_headers import find_ends
from eloggraph.importing.sheet_context import SheetContext
from eloggraph.iri import expand
from eloggraph.schema.model import Column
from eloggraph.text import Language

_AREA, _CLIENTS = expand("elo:Area"), expand("elo:TargetGroup")


def find_ticked(
    source: SourceSheet, context: SheetContext, fit: Fit, language: Language
) -> dict[int, Target]:
    """Return where what is ticked goes, by the columns of a sheet that hold ticks.

    A header that nobody knows stands for a new name where one beside it is known: among
    “Kuopion lukio” and “Iisalmen lukio”, “Uusi lukio” is another.
    """
    headers = source.raw.headers
    marked = [
        at for at, header in enumerate(headers) if _is_headed(header) and holds_ticks(source, at)
    ]
    found = {
        at: target
        for at in marked
        if (target := _find_target(headers[at], context, fit, language)) is not None
    }
    for at in (*marked, *reversed(marked)):
        beside = [found[near] for near in (at - 1, at + 1) if near in found]
        open_ = [target for target in beside if _may_be_new(target, context)]
        if at not in found and open_ and not names_clients(headers[at]):
            found[at] = open_[0]
    return found


def names_clients(header: str) -> bool:
    """Tell whether a header names those whom something is for.

    >>> names_clients("Maahanmuuttajat"), names_clients("Nuorisotyö")
    (True, False)
    """
    words = split_words(header)
    return bool(words) and is_among(words[-1], "importing.clients.words")


def _is_headed(header: str) -> bool:
    return bool(header) and not is_unheaded(header)


def _find_target(header: str, context: SheetContext, fit: Fit, language: Language) -> Target | None:
    """Return the column that a header is a known value of: a tie where it names a like row."""
    own = context.table
    ends = find_ends(own.name, context.schema)
    if ends and fit.known.find_in([own.name], header) is not None:
        return ends[1]
    columns = [each for each in _list_open(context) if context.is_list(each[0], language)]
    if names_clients(header):
        # Whom something is for is no field of work: “Nuoret” is not “nuorisoala”.
        return next((target for target, column in columns if _CLIENTS in column.classes), None)
    # The name of a row or a code, before what only means one.
    said = (target for target, column in columns if fit.finds(column, header))
    meant = (target for target, column in columns if fit.knows(column)(header))
    return next(said, None) or next(meant, None)


def _list_open(context: SheetContext) -> list[tuple[Target, Column]]:
    """Return the columns that several values of a row may go to: its own, and of its relations."""
    own = [(Target(context.table.name, c.key), c) for c in context.table.columns]
    relations = [
        (Target(table.name, key), table.column(key))
        for table in list_importable(context.schema)
        if not any(map(is_label, table.columns)) and context.is_joined(table)
        for key in table.key
        if not table.column(key).joins
    ]
    return [(target, c) for target, c in (*own, *relations) if c.kind in ("node", "concept")]


def _may_be_new(target: Target, context: SheetContext) -> bool:
    """Tell whether a column takes names that no row has yet."""
    column = context.schema.table(target.table).column(target.key)
    return column.kind == "node" and _AREA not in column.classes
