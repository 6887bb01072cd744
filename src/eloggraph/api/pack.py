"""RDF of any size as one file of statements, which every command reads as it reads RDF."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from eloggraph.api.check import Contexts, PathLike, is_rdf, read_contexts
from eloggraph.errors import OptionError

if TYPE_CHECKING:
    from eloggraph.graph.rdf.pack import Packed


def pack(
    *paths: PathLike,
    output: PathLike,
    input_format: str | None = None,
    context: Contexts = (),
) -> Packed:
    """Read RDF files part by part into one file of statements in Parquet.

    What is held in memory does not grow with the files. The format is told in
    :mod:`eloggraph.graph.rdf.packed`; the same files give the same bytes.

    Parameters
    ----------
    paths
        RDF files (Turtle, TriG, N-Triples, N-Quads, JSON-LD, RDF/XML, each also with ``.gz``),
        files that this function has made, and folders of RDF files.
    output
        The file that is written, whole or not at all; its name ends with ``.parquet``.
    input_format, context
        As those of :func:`eloggraph.check`.

    Returns
    -------
    What was made: ``path``, what it is made of as ``about``, and remarks as ``findings``.

    Raises
    ------
    InputError
        When a file cannot be read; its faults have their lines.
    OptionError
        When there are tables, or the name of the output has another ending.
    OutputError
        When the output cannot be written, or is an input.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     made = pack("ontology/elo.ttl", output=f"{folder}/elo.parquet")
    ...     made.about.statements > 1000
    True
    """
    from eloggraph.graph.rdf.pack import pack_statements
    from eloggraph.graph.rdf.packed import ENDING
    from eloggraph.output import refuse_inputs

    given, target = [Path(path) for path in paths], Path(output)
    if target.suffix.lower() != ENDING:
        raise OptionError.about("packing.wrong.ending", value=str(output))
    if input_format is None and not is_rdf(given):
        raise OptionError.about("packing.wrong.tables")
    contexts = read_contexts(context)
    refuse_inputs(target, [*given, *contexts.values()])
    return pack_statements(given, target, input_format, contexts)
