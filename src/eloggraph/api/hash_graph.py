"""The hash of a graph, whatever file it is in: by it two copies are known as one."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from eloggraph.api.check import Contexts, PathLike, is_rdf, read_contexts
from eloggraph.api.named import find_networks
from eloggraph.api.unread import refuse_faults
from eloggraph.errors import InputError, OptionError
from eloggraph.jobs.bounded import BoundExceeded, Bounds, call_bounded
from eloggraph.jobs.free import room_given

if TYPE_CHECKING:
    import pyoxigraph

    from eloggraph.graph.rdf.canonical import Algorithm


def hash_graph(
    path: PathLike,
    *,
    algorithm: Algorithm = "sha256",
    seconds: float = 60,
    input_format: str | None = None,
    context: Contexts = (),
    untrusted: bool = False,
    memory: str | None = None,
) -> str:
    """Return the hash of what a network or RDF files say: RDFC-1.0 of the W3C.

    It is the same whatever the format, the order of the statements and the labels of blank nodes.

    Parameters
    ----------
    path
        The folder of a network, which has the hash of what ``build`` writes of it; or a file or
        folder of RDF. A store on disk has the hash of all its graphs, the ontology too, which is
        not that of the network.
    algorithm
        ``sha256`` or ``sha384``.
    seconds
        The most time that blank nodes which look alike may take.
    input_format, context, untrusted
        As those of :func:`eloggraph.check`.
    memory
        How much RDF files may take, such as ``8GB``; by default all that the machine has free.
        What would take more is not begun.

    Raises
    ------
    InputError
        When a file cannot be read, or blank nodes take more than their time.
    FaultyError
        When the tables have violations.
    OptionError
        When there is no such algorithm.

    Examples
    --------
    >>> len(hash_graph("datasets/osaajaks"))
    64
    """
    from eloggraph.api.disk_store import open_store_folder
    from eloggraph.graph.rdf import canonical

    if algorithm not in canonical.ALGORITHMS:
        known = ", ".join(canonical.ALGORITHMS)
        raise OptionError.about("provenance.wrong.algorithm", value=algorithm, known=known)
    given = find_networks([path])
    store = open_store_folder(given[0], untrusted=untrusted)
    if store is not None:
        quads = [*store.store]
    elif input_format is not None or is_rdf(given):
        from eloggraph.graph.rdf.quads import read_quads

        with room_given(memory):
            quads = read_quads(given, input_format, read_contexts(context))
    else:
        quads = _read_network(given[0], untrusted)
    work = partial(canonical.hash_canonical, quads, algorithm)
    if not any(map(canonical.has_blank, quads)):
        return work()
    bounds = Bounds(seconds=seconds, memory_mb=500 + len(quads) // 250)
    try:
        return call_bounded(work, bounds)
    except BoundExceeded as error:
        raise InputError.tell(
            "hash-beyond-bounds",
            chapter="provenance",
            variant=error.bound or "died",
            seconds=f"{seconds:g}",
            memory=bounds.memory_mb,
        ) from error


def _read_network(folder: Path, untrusted: bool) -> list[pyoxigraph.Quad]:
    from eloggraph.api.opening import open_network
    from eloggraph.graph.rdf.triples import list_quads

    network = open_network(folder, untrusted=untrusted)
    refuse_faults(network, draft=False)
    return list_quads(network.graph)
