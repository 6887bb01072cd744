"""Statements as Parquet: a format that has a version, and that other programs read too.

A file has a row for each statement, in the order of its inputs, and these columns:

========= =======================================================================================
subject   the IRI, or ``_:`` and the label of a blank node, which is that of one input only
predicate the IRI
object    the IRI, the blank node, or the text of a literal as it is meant, without escapes
tag       null for an IRI or a blank node; of a literal what follows its text in N-Triples: nothing
          of a plain text, ``@fi``, or ``^^<IRI>``
graph     the named graph, an IRI or a blank node; null for the default graph
file      the name of the input
line      where the statement stands, or where its subject is first described; null where the
          syntax or the size of the input does not tell
========= =======================================================================================

What it is made of is JSON in the metadata of the file, under the key ``eloggraph``: tool, kind,
version, what made it, prefixes, the number of statements, and of each input name, format, SHA-256
of its bytes on the disk, and number of statements.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from eloggraph.graph.rdf.lines import LINE, PREDICATE
from eloggraph.graph.rdf.terms import GRAPH, TAG
from eloggraph.graph.statements import FILE, OBJECT, SUBJECT

ENDING = ".parquet"
SCHEMA: dict[str, Any] = {
    **dict.fromkeys((SUBJECT, PREDICATE, OBJECT, TAG, GRAPH, FILE), pl.String),
    LINE: pl.UInt32,
}
# The key of the metadata, and what stands under it.
KEY = "eloggraph"
VERSION = 1
_TOOL, _KIND = "eloggraph", "statements"


class NotPackedError(Exception):
    """A Parquet file is not one of statements: ``variant`` is ``other`` or ``version``."""

    def __init__(self, variant: str) -> None:
        self.variant = variant
        super().__init__(variant)


@dataclass(frozen=True, slots=True, kw_only=True)
class PackedInput:
    """One file that was packed; ``sha256`` is that of its bytes as they lay on the disk."""

    file: str
    format: str
    sha256: str | None
    statements: int


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a file of statements is made of.

    ``reified`` are the statements about which something is said, which are written as the
    reification of RDF 1.1.
    """

    made_by: str
    statements: int
    reified: int
    prefixes: Mapping[str, str]
    inputs: Sequence[PackedInput]


def scan_packed(path: Path) -> pl.LazyFrame:
    """Return the statements of a file, of which nothing is read before it is asked for.

    Its metadata are for :func:`read_packed_about` to judge.
    """
    return pl.scan_parquet(path, glob=False)


def write_packed_about(about: About) -> dict[str, str]:
    """Return what a file is made of as its metadata.

    >>> about = About(made_by="eloggraph 1", statements=0, reified=0, prefixes={}, inputs=[])
    >>> read_metadata(write_packed_about(about)) == about
    True
    """
    said = {
        "tool": _TOOL,
        "kind": _KIND,
        "version": VERSION,
        "made_by": about.made_by,
        "statements": about.statements,
        "reified": about.reified,
        "prefixes": dict(sorted(about.prefixes.items())),
        "inputs": [
            {
                "file": each.file,
                "format": each.format,
                "sha256": each.sha256,
                "statements": each.statements,
            }
            for each in about.inputs
        ],
    }
    return {KEY: json.dumps(said, ensure_ascii=False)}


def read_packed_about(path: Path) -> About:
    """Return what a file of statements is made of.

    Raises
    ------
    NotPackedError
        When it is no Parquet file of statements, or one of another version of the format.
    OSError
        When it cannot be read.
    """
    try:
        metadata = pl.read_parquet_metadata(path)
        about = read_metadata(metadata)
        schema = pl.scan_parquet(path, glob=False).collect_schema()
    except (pl.exceptions.PolarsError, UnicodeDecodeError) as error:
        raise NotPackedError("other") from error
    if schema != SCHEMA:
        raise NotPackedError("other")
    return about


def read_metadata(metadata: Mapping[str, str]) -> About:
    """Return what the metadata of a file tell.

    Raises
    ------
    NotPackedError
        When they are not those of a file of statements, or of another version.
    """
    try:
        said = json.loads(metadata[KEY])
        if (said["tool"], said["kind"]) != (_TOOL, _KIND):
            raise NotPackedError("other")
        if said["version"] != VERSION:
            raise NotPackedError("version")
        return About(
            made_by=_text(said["made_by"]),
            statements=_number(said["statements"]),
            reified=_number(said["reified"]),
            prefixes={_text(name): _text(iri) for name, iri in said["prefixes"].items()},
            inputs=[_read_input(each) for each in said["inputs"]],
        )
    except (KeyError, ValueError, TypeError, AttributeError, RecursionError) as error:
        raise NotPackedError("other") from error


def _read_input(said: Mapping[str, Any]) -> PackedInput:
    return PackedInput(
        file=_text(said["file"]),
        format=_text(said["format"]),
        sha256=None if said["sha256"] is None else _text(said["sha256"]),
        statements=_number(said["statements"]),
    )


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _number(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError
    return value
