"""What is asked together: several networks, or RDF files, as one dataset."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from eloggraph.api.asked import Dataset
from eloggraph.api.check import Contexts, PathLike, Paths, is_rdf, read_contexts
from eloggraph.api.network import Network
from eloggraph.api.stored import StoredGraphs
from eloggraph.errors import OptionError
from eloggraph.jobs.free import room_raised

if TYPE_CHECKING:
    import pyoxigraph

    from eloggraph.api.day import Day
    from eloggraph.graph.rdf.dataset import RdfDataset
    from eloggraph.graph.rdf.store import Asking, GrowingStore
    from eloggraph.graph.statements import Graph
    from eloggraph.graph.written import Restore
    from eloggraph.tie_sorts import TieChoice


class NetworkDataset(StoredGraphs, Dataset):
    """Several networks with what they use and the ontology, each in its graph."""

    def __init__(self, networks: Sequence[Network]) -> None:
        self._networks = tuple(networks)
        self._days: dict[tuple[date, ...], GrowingStore] = {}  # each that was asked, loaded once

    def __repr__(self) -> str:
        """Return the ids on one line."""
        return f"<Dataset {', '.join(each.config.id for each in self.networks)}>"

    @property
    def networks(self) -> tuple[Network, ...]:
        """The networks, as they were given."""
        return self._networks

    @property
    def bases(self) -> tuple[str, ...]:
        """The IRI of each network."""
        return tuple(each.config.base for each in self.networks)

    @property
    def ties(self) -> TieChoice:
        """The sorts of ties that all of them count; the usual ones where they differ."""
        first, *others = (each.config.ties for each in self.networks)
        return first if all(each == first for each in others) else {}

    @property
    def sources(self) -> tuple[Path, ...]:
        """The folders that were read."""
        return tuple(dict.fromkeys(path for each in self.networks for path in each.sources))

    @property
    def graphs(self) -> tuple[Graph, ...]:
        """The graphs of all networks and of what they use, each once."""
        found = (graph for each in self.networks for graph in each.graphs)
        return tuple({graph.base: graph for graph in found}.values())

    def find_day_store(self, at: Day | None, asking: Asking | None = None) -> pyoxigraph.Store:
        """Return what holds on a day, else of each network what holds on its own."""
        from eloggraph.graph.rdf.store import GrowingStore
        from eloggraph.snapshot.take import cut_snapshot

        days = [each.look(at) for each in self.networks]

        def cut(predicates: frozenset[str] | None) -> Iterable[Graph]:
            found = (each for day in days for each in cut_snapshot(day.marked, predicates).graphs)
            return {graph.base: graph for graph in found}.values()

        key = tuple(day.on for day in days)
        return self._days.setdefault(key, GrowingStore(cut)).prepare(asking)


class FileDataset(Dataset):
    """RDF files: what they say without naming a graph, and their named graphs."""

    def __init__(self, read: RdfDataset) -> None:
        self._read = read

    def __repr__(self) -> str:
        """Return the size on one line."""
        return f"<Dataset of {len(self._read.sources)} files, {len(self.store)} statements>"

    @property
    def networks(self) -> tuple[Network, ...]:
        """No network: nothing is known of rows and days."""
        return ()

    @property
    def bases(self) -> tuple[str, ...]:
        """The base of files."""
        from eloggraph.iri import FILE_BASE

        return (FILE_BASE,)

    @property
    def ties(self) -> TieChoice:
        """The usual sorts of ties."""
        return {}

    @property
    def sources(self) -> tuple[Path, ...]:
        """The files that were read."""
        return tuple(source.path for source in self._read.sources)

    @property
    def store(self) -> pyoxigraph.Store:
        """What the files say."""
        return self._read.store

    @cached_property
    def restore(self) -> Restore:
        """What writes the literals of an answer as the files write them."""
        from eloggraph.graph.written import make_restorer

        return make_restorer(self._read.read_numbers)

    @cached_property
    def _with_ontology(self) -> pyoxigraph.Store:
        from eloggraph.graph.rdf.store import gather_graphs

        return gather_graphs(self.store, self.bases[0])

    def find_store(self, asking: Asking | None = None, *, with_ontology: bool) -> pyoxigraph.Store:
        """Return what the files say; for a query of ours in one graph, beside the ontology."""
        return self._with_ontology if with_ontology else self.store

    def find_day_store(self, at: Day | None, asking: Asking | None = None) -> pyoxigraph.Store:
        """Return all that the files say: of them no day is known.

        Raises
        ------
        OptionError
            When one is asked for.
        """
        if at is not None:
            raise OptionError.tell("day-of-files", chapter="queries", value=str(at))
        return self._with_ontology


def open_dataset(
    *paths: PathLike,
    named: Paths = (),
    input_format: str | None = None,
    context: Contexts = (),
    untrusted: bool = False,
    memory: int | None = None,
) -> Dataset:
    """Open what is to be asked in SPARQL: a network, several, RDF files, or a store on disk.

    Parameters
    ----------
    paths
        Folders of networks, their workbooks or tables; or RDF files (Turtle, TriG, N-Triples,
        N-Quads, JSON-LD, RDF/XML, each also with ``.gz``), files of :func:`eloggraph.pack`, and
        folders of RDF files. What RDF files say
        without naming a graph is the default graph, and their named graphs keep their names. Or
        one folder that :meth:`Network.write_store` has written.
    named
        RDF files that are each a named graph, called by the name of the file.
    input_format, context, untrusted
        As those of :func:`eloggraph.check`.
    memory
        The MB that RDF files may take, where that is more than the machine has free. What would
        take more is not read.

    Returns
    -------
    The :class:`Network` of one folder; else another :class:`Dataset`.

    Raises
    ------
    InputError
        When something is not there or cannot be read, or tables and RDF are mixed.

    Examples
    --------
    >>> both = open_dataset("datasets/osaajaks", "datasets/laituri")
    >>> both
    <Dataset osaajaks, laituri>
    >>> len(open_dataset("ontology/elo.ttl").select("SELECT ?s { ?s a owl:Class }")) > 50
    True
    """
    from eloggraph.api.disk_store import open_store_folder
    from eloggraph.api.named import find_networks, refuse_addresses
    from eloggraph.api.opening import open_network

    refuse_addresses(paths)
    if len(paths) == 1 and not named:
        store = open_store_folder(Path(paths[0]), untrusted=untrusted)
        if store is not None:
            return store
    apart = [Path(path) for path in ([named] if isinstance(named, str | Path) else named)]
    given = find_networks(paths)
    if input_format is not None or apart or is_rdf(given, "queries"):
        from eloggraph.graph.rdf.dataset import read_dataset

        with room_raised(memory):
            return FileDataset(read_dataset(given, apart, input_format, read_contexts(context)))
    opened = [open_network(path, untrusted=untrusted) for path in given]
    return opened[0] if len(opened) == 1 else NetworkDataset(opened)
