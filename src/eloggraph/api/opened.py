"""A network folder, opened: its tables as graphs, and what holds on a day.

Nothing is read before it is asked for, and nothing twice.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from eloggraph.api.stored import StoredGraphs
from eloggraph.config import NetworkConfig
from eloggraph.errors import InputError
from eloggraph.finding import Finding, order_findings
from eloggraph.text import Text, say

if TYPE_CHECKING:
    import owlready2
    import pandas as pd
    import polars as pl
    import pyoxigraph
    import rdflib

    from eloggraph.analysis.affiliation import AffiliationNetwork
    from eloggraph.api.day import Day, NetworkDay
    from eloggraph.graph.answers import ResultTable
    from eloggraph.graph.rdf.store import Asking
    from eloggraph.graph.statements import Graph
    from eloggraph.schema.model import Schema
    from eloggraph.snapshot.mark import OnRecord
    from eloggraph.tables.read.folder import NetworkTables
    from eloggraph.tie_sorts import TieChoice


class OpenedFolder(StoredGraphs):
    """What a network folder holds: tables, graphs, names, and the network of a day."""

    def __init__(self, tables: NetworkTables, schema: Schema, path: Path | None = None) -> None:
        self.tables = tables
        self.schema = schema
        self.path = path or tables.folder
        self.days: dict[date, NetworkDay] = {}  # each day that was looked at, worked out once
        self.answers: dict[str, ResultTable] = {}  # to queries of all that is on record

    def __repr__(self) -> str:
        """Return id and size on one line."""
        return f"<Network {self.config.id}, {len(self.tables.tables)} tables>"

    @property
    def config(self) -> NetworkConfig:
        """The settings of ``network.toml``."""
        return self.tables.config

    @property
    def as_of(self) -> str | None:
        """The day, month or year whose state of affairs the data describes."""
        return self.config.date

    @property
    def notices(self) -> tuple[Text, ...]:
        """What a reader must know before anything else: that the data is invented, if it is."""
        return (say("pages.notice.synthetic"),) if self.config.synthetic else ()

    @cached_property
    def _populated(self) -> tuple[Graph, tuple[Graph, ...], tuple[Finding, ...]]:
        if not self.tables.complete:
            raise InputError(*order_findings(self.tables.findings))
        from eloggraph.api.graphs import populate_all

        return populate_all(self.tables, self.schema, {})

    @property
    def graph(self) -> Graph:
        """The network's own statements, as columns.

        Raises
        ------
        InputError
            When a file could not be read.
        """
        return self._populated[0]

    @property
    def graphs(self) -> tuple[Graph, ...]:
        """The network's own graph and then those of the networks that it uses."""
        return (self.graph, *self._populated[1])

    @cached_property
    def on_record(self) -> OnRecord:
        """What tells of any day what holds on it."""
        from eloggraph.snapshot.mark import read_on_record
        from eloggraph.snapshot.model import list_kinds

        return read_on_record(self.graphs, list_kinds(self.schema))

    @property
    def told(self) -> tuple[Finding, ...]:
        """What was found while the cells became statements."""
        return self._populated[2]

    @property
    def networks(self) -> tuple[OpenedFolder, ...]:
        """The network, as the one of a dataset."""
        return (self,)

    @property
    def bases(self) -> tuple[str, ...]:
        """The IRI of the network."""
        return (self.config.base,)

    @property
    def ties(self) -> TieChoice:
        """The sorts of ties that the network chose to count."""
        return self.config.ties

    def find_day_store(self, at: Day | None, asking: Asking | None = None) -> pyoxigraph.Store:
        """Return what holds on a day, else on that of the settings.

        Examples
        --------
        >>> import eloggraph
        >>> net = eloggraph.open("datasets/osaajaks")
        >>> len(net.find_day_store("2019")) < len(net.store)
        True
        """
        return self.look(at).stored.prepare(asking)

    @property
    def sources(self) -> tuple[Path, ...]:
        """The folders that were read: this network's and those of what it uses."""
        return self.tables.sources()

    @cached_property
    def labels(self) -> Mapping[str, Text]:
        """The name of every node, code, class and property by IRI."""
        from eloggraph.graph.describe import read_labels

        return read_labels(self.graphs, self.schema, self.shown_ids)

    @cached_property
    def shown_ids(self) -> Mapping[str, str]:
        """What analyses, maps and tables show for the IRI of a node of which the id is private."""
        from eloggraph.graph.describe import find_private_ids

        return find_private_ids(self.graphs)

    def to_rdflib(self) -> rdflib.Graph:
        """Return the network's own statements as an rdflib graph, lexical forms untouched.

        Examples
        --------
        >>> import eloggraph
        >>> net = eloggraph.open("datasets/osaajaks")
        >>> len(net.to_rdflib()) == len(net.build("ntriples").splitlines())
        True
        """
        from eloggraph.graph.rdf.store import to_rdflib

        return to_rdflib(self.graph)

    def to_oxigraph(self) -> pyoxigraph.Store:
        """Return all graphs with the ontology as an Oxigraph store that may be changed.

        Examples
        --------
        >>> import eloggraph
        >>> net = eloggraph.open("datasets/osaajaks")
        >>> len(net.to_oxigraph()) == len(net.store)
        True
        """
        from eloggraph.graph.rdf.store import open_store

        return open_store(self.graphs)

    def to_owlready(self) -> owlready2.World:
        """Return all graphs with the ontology as a world of owlready2, in memory.

        Classes of the ontology are classes of Python there, and what the tables describe are
        their instances. owlready2 reads a decimal as a float; exactly as they stand numbers are in
        :meth:`to_rdflib`.

        Examples
        --------
        >>> import eloggraph
        >>> world = eloggraph.open("datasets/osaajaks").to_owlready()
        >>> elo = world.get_namespace("https://w3id.org/eloggraph/ns#")
        >>> [chain.prefLabel.en.first() for chain in elo.ServiceChain.instances()]
        ['OsaajaKS service chain']
        """
        from eloggraph.graph.rdf.store import dump_graphs
        from eloggraph.ontology.owlready import make_world

        return make_world(dump_graphs(self.store))

    def to_polars(self) -> pl.DataFrame:
        """Return the network's own statements as a data frame, each with its terms as texts.

        Examples
        --------
        >>> import eloggraph
        >>> net = eloggraph.open("datasets/osaajaks")
        >>> len(net.to_polars()) == len(net.to_rdflib())
        True
        """
        from eloggraph.graph.table import make_table

        return make_table([self.graph])

    def to_pandas(self) -> pd.DataFrame:
        """Return the same as :meth:`to_polars` for pandas, which the toolkit does not bring.

        Examples
        --------
        >>> import eloggraph
        >>> eloggraph.open("datasets/osaajaks").to_pandas()  # doctest: +SKIP
        """
        from eloggraph.graph.table import make_pandas_table

        return make_pandas_table([self.graph])

    def list_sources(self) -> tuple[Text, ...]:
        """Return the documents that the network's rows name as their source."""
        from eloggraph.graph.describe import list_sources

        return list_sources(self.graph, self.labels)

    def look(self, at: Day | None = None, *, today: date | None = None) -> NetworkDay:
        """Look at the network on a day: what holds on it, and what was left out.

        Parameters
        ----------
        at
            The day; a month or a year is looked at on its last day. By default the day of the
            settings.
        today
            The day where neither names one.

        Raises
        ------
        OptionError
            When ``at`` is no day, month or year.

        Examples
        --------
        >>> import eloggraph
        >>> eloggraph.open("datasets/osaajaks").look("2021-06").on.isoformat()
        '2021-06-30'
        """
        from eloggraph.api.day import look

        return look(self, at, today)

    @property
    def affiliations(self) -> AffiliationNetwork:
        """Actors, collectives and the ties that hold on the day of the settings, else today."""
        return self.look().affiliations
