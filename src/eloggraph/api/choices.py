"""What a cell may say: the names and codes that its column refers to."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from eloggraph.api.opened import OpenedFolder
    from eloggraph.schema.model import Column

# A longer list is no list to choose from.
_MOST = 2_000


def list_choices(network: OpenedFolder, column: Column) -> tuple[str, ...]:
    """Return what may be written in a column: names of codes, and of rows it may refer to.

    The rows are those of the network itself and of the reference data; names are in the first of
    the network's languages.

    >>> import eloggraph
    >>> net = eloggraph.open("datasets/osaajaks")
    >>> "Jyväskylä" in list_choices(net, net.schema.table("actors").column("areas"))
    True
    """
    from eloggraph.importing.names import Codes, add_rows, list_of, load_reference

    language = network.config.languages[0]
    codes = Codes(network.schema).list_names(list_of(column), language)
    known = load_reference(network.schema, language)
    for matched in network.tables.tables:
        add_rows(known, matched, language)
    return tuple(sorted({*codes, *known.list_names(column)}, key=str.casefold)[:_MOST])


def find_column(
    network: OpenedFolder, file: str, sheet: str | None, place: int, target: str = ""
) -> Column | None:
    """Return the column of the model that a column of a file is; None where it is none.

    ``place`` is counted from nought; ``target`` is what a column of somebody's own table was taken
    for, as ``table.column``.
    """
    if target:
        from eloggraph.importing.headings import resolve
        from eloggraph.importing.settings import parse_target

        wanted = parse_target(target.partition(" ")[0], network.schema)
        return resolve(wanted, network.schema, network.config.languages[0]) if wanted else None
    for matched in network.tables.tables:
        if (matched.raw.file, matched.raw.sheet) == (file, sheet):
            keys = (key for key, at in matched.positions.items() if at == place)
            return next((matched.table.column(key) for key in keys), None)
    return None
