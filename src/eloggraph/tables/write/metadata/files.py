"""The metadata files that other programs look for beside CSV files."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from eloggraph.config import NetworkConfig
from eloggraph.errors import InputError
from eloggraph.finding import order_findings
from eloggraph.schema.model import Schema
from eloggraph.schema.packaged import packaged_schema
from eloggraph.tables.read.folder import NetworkTables, read_network
from eloggraph.tables.write.metadata.csvw import write_csvw
from eloggraph.tables.write.metadata.description import DescribedTable, describe_network
from eloggraph.tables.write.metadata.package import write_data_package
from eloggraph.text import FALLBACK, FINISHED, Language

Writer = Callable[[Sequence[DescribedTable], NetworkConfig, Language], str]
METADATA_WRITERS: Mapping[str, Writer] = {"csvw": write_csvw, "frictionless": write_data_package}


def describe_folder(folder: str | Path, form: str, language: Language) -> str:
    """Return the metadata of a network folder's CSV files: see :func:`describe_tables`.

    Examples
    --------
    >>> describe_folder("datasets/osaajaks", "csvw", "fi").splitlines()[2]
    '    "http://www.w3.org/ns/csvw",'
    """
    schema = packaged_schema()
    return describe_tables(read_network(Path(folder), schema), schema, form, language)


def describe_tables(network: NetworkTables, schema: Schema, form: str, language: Language) -> str:
    """Return the metadata of a network's CSV files.

    Parameters
    ----------
    form
        A name in :data:`METADATA_WRITERS`: ``csvw`` for ``csv-metadata.json``, ``frictionless``
        for ``datapackage.json``. Either belongs in the folder that it describes.

    Raises
    ------
    InputError
        When a file of the network cannot be read, or it has no CSV files.
    """
    if not network.complete:
        raise InputError(*order_findings(network.findings))
    # Others are told the language, which one that is not finished would often only have borrowed.
    told = language if language in FINISHED else FALLBACK[0]
    return METADATA_WRITERS[form](describe_network(network, schema), network.config, told)
