"""The first step of everything: a network folder is opened."""

from __future__ import annotations

from pathlib import Path

from eloggraph.api.network import Network


def open_network(folder: str | Path, *, untrusted: bool = False) -> Network:
    """Open a network folder.

    Parameters
    ----------
    folder
        A folder of tables (CSV files, or a workbook ``network.xlsx`` or ``network.ods``), with
        settings in ``network.toml`` or without.
    untrusted
        Whether a stranger wrote it: then no link leads out of the folder, and ``uses`` names no
        absolute path, no home folder and nothing above the top of the repository.

    Raises
    ------
    InputError
        When there is no such folder. Faults of the data are found by :meth:`Network.check`.

    Examples
    --------
    >>> net = open_network("datasets/osaajaks")
    >>> net.check().count("violation")
    0
    """
    from eloggraph.schema.packaged import packaged_schema
    from eloggraph.tables.read.folder import read_network

    schema = packaged_schema()
    tables = read_network(Path(folder), schema, untrusted=untrusted)
    return Network(tables, schema, Path(folder))
