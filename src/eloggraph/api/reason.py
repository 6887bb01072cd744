"""Is a network or an ontology free of contradictions, and what follows from it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from eloggraph.api.check import PathLike, Paths
    from eloggraph.api.network import Network
    from eloggraph.ontology.consistency import Reasoning


def reason(
    path: PathLike,
    *,
    align: bool = False,
    axioms: Paths = (),
    memory: int | None = None,
    seconds: float | None = None,
    untrusted: bool = False,
) -> Reasoning:
    """Judge a network, an ontology or RDF files, and infer what follows.

    Parameters
    ----------
    path
        The folder of a network; or a file or folder of an ontology or of other RDF.
    align
        Whether the alignment of the ontology to other vocabularies is taken along.
    axioms
        Files with further axioms, for example of an ontology that builds on ours.
    memory, seconds
        How many megabytes and how much time HermiT may have.
    untrusted
        As that of :func:`eloggraph.open`.

    Raises
    ------
    InputError
        When a file is missing or malformed.

    Examples
    --------
    >>> done = reason("ontology")
    >>> done.consistency.verdict in ("consistent", "unknown")  # unknown where Java is absent
    True
    """
    from eloggraph.ontology import consistency
    from eloggraph.ontology.files import find_rdf

    options = _read_options(align, axioms, memory, seconds)
    rdf = find_rdf(Path(path))
    if rdf:
        return consistency.reason(**options | rdf)
    from eloggraph.api.opening import open_network

    return consistency.reason(open_network(path, untrusted=untrusted).graphs, **options)


def reason_over(
    network: Network, *, align: bool, axioms: Paths, memory: int | None, seconds: float | None
) -> Reasoning:
    """Judge a network that is open: see :meth:`eloggraph.Network.reason`."""
    from eloggraph.ontology import consistency

    options = _read_options(align, axioms, memory, seconds)
    return consistency.reason(network.graphs, **options)


def _read_options(
    align: bool, axioms: Paths, memory: int | None, seconds: float | None
) -> dict[str, Any]:
    """Return the options as the reasoner takes them; what is not given is its own default."""
    files = [axioms] if isinstance(axioms, str | Path) else axioms
    limits = {"memory_mb": memory, "seconds": seconds}
    return {
        "align": align,
        "axioms": tuple(map(Path, files)),
        **{name: limit for name, limit in limits.items() if limit is not None},
    }
