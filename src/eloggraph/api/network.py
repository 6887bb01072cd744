"""A network folder, opened: the library's front door, in the words of the command line.

Nothing is read before it is asked for, and nothing twice.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from eloggraph.config import NetworkConfig
from eloggraph.errors import InputError
from eloggraph.finding import Finding, Report, order_findings
from eloggraph.text import Language, Text, say

if TYPE_CHECKING:
    import pyoxigraph
    from pyvis.network import Network as PyvisNetwork

    from eloggraph.analysis.affiliation import AffiliationNetwork
    from eloggraph.analysis.analyse import Analysis
    from eloggraph.checks.check import Checkup
    from eloggraph.graph.queries import Answer
    from eloggraph.graph.statements import Graph
    from eloggraph.ontology.consistency import Reasoning
    from eloggraph.schema.model import Schema
    from eloggraph.shacl.shapes import ShapesGraph
    from eloggraph.tables.read.folder import NetworkTables
    from eloggraph.tables.read.inspect import Inspection
    from eloggraph.views.map.model import MapModel

SEED = 0
PERMUTATIONS = 10_000


def open_network(folder: str | Path) -> Network:
    """Open a network folder.

    Parameters
    ----------
    folder
        A folder with ``network.toml`` and tables (CSV files or ``network.xlsx``).

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
    return Network(read_network(Path(folder), schema), schema)


def inspect(path: str | Path, sheet: str | None = None) -> Inspection:
    """Look at how one table is read, before any work: CSV, TSV, XLSX or ODS, of any headers.

    Parameters
    ----------
    path
        The file.
    sheet
        The sheet of a workbook; the first one where none is named.

    Examples
    --------
    >>> inspect("datasets/osaajaks/projects.csv").columns[:2]
    ('id', 'label@fi')
    """
    from eloggraph.tables.read import inspect as inspection

    return inspection.inspect(path, sheet)


@dataclass(frozen=True, slots=True)
class NetworkMap:
    """A map of a network, ready to be written as a page."""

    model: MapModel

    def to_html(self, language: Language = "fi") -> str:
        """Return the map as one HTML page that needs no network; it opens in the language."""
        from eloggraph.views.map.render import render_map

        return render_map(self.model, language)

    def to_pyvis(self) -> PyvisNetwork:
        """Return the map as a pyvis network with the stored positions."""
        from eloggraph.views.map.pyvis import to_pyvis

        return to_pyvis(self.model)

    def to_pyvis_html(self, language: Language = "fi") -> str:
        """Return the pyvis map as one HTML page that needs no network."""
        from eloggraph.views.map.pyvis import render_pyvis

        return render_pyvis(self.model, language)


class Network:
    """One network folder with its graph, checks, analyses and map."""

    def __init__(self, tables: NetworkTables, schema: Schema) -> None:
        self.tables = tables
        self.schema = schema

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
        return _populate(self.tables, self.schema)

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
    def store(self) -> pyoxigraph.Store:
        """The graphs with the ontology as an Oxigraph store, one named graph each."""
        from eloggraph.graph.rdf.store import open_store

        return open_store(self.graphs)

    @cached_property
    def labels(self) -> Mapping[str, Text]:
        """The name of every node, code, class and property by IRI."""
        from eloggraph.graph.describe import read_labels

        return read_labels(self.graphs, self.schema)

    @cached_property
    def _report(self) -> Report:
        return self.examine().report

    def examine(
        self,
        *,
        shapes: ShapesGraph | None = None,
        engine: str | None = None,
        profile: bool = False,
        earlier: Checkup | None = None,
    ) -> Checkup:
        """Check the tables, and return what stands behind the report as well.

        ``shapes`` are used instead of the toolkit's own; ``engine`` is ``columns`` or
        ``pyshacl``; with ``profile`` the validation tells what each shape took. After an
        ``earlier`` check of the network as it was, only what has changed is judged again.
        """
        from eloggraph.checks.check import Checkup, check_network
        from eloggraph.shacl.engines import DEFAULT_ENGINE

        if not self.tables.complete:
            findings = order_findings(self.tables.findings)
            return Checkup(report=Report(findings, complete=False))
        graph, used, told = self._populated
        return check_network(
            graph,
            used,
            self.schema,
            [*self.tables.findings, *told],
            shapes=shapes,
            engine=engine or DEFAULT_ENGINE,
            profile=profile,
            earlier=earlier,
        )

    def check(self) -> Report:
        """Check the tables against the shapes; every finding has its cell."""
        return self._report

    def mark(self, language: Language = "fi") -> bytes:
        """Return the tables as one workbook with every faulty cell coloured and explained."""
        from eloggraph.views.tables.marking import mark_tables

        return mark_tables(self.tables.folder, self.tables, self.schema, self.check(), language)

    def list_sources(self) -> tuple[Text, ...]:
        """Return the documents that the network's rows name as their source."""
        from eloggraph.graph.describe import list_sources

        return list_sources(self.graph, self.labels)

    def query(
        self,
        query: str,
        language: Language = "en",
        bindings: Mapping[str, str] | None = None,
    ) -> Answer:
        """Answer a named query or a SPARQL query over the network, what it uses and the ontology.

        ``bindings`` are values that columns of the answer must have.

        Raises
        ------
        QueryError
            When the query is unknown, malformed or would reach outside the graph.
        """
        from eloggraph.graph.queries import find_query, run_query

        return run_query(
            self.store,
            find_query(query),
            own=self.config.base,
            language=language,
            bindings=bindings,
        )

    def _ask(self, name: str) -> Iterator[Mapping[str, str]]:
        from eloggraph.graph.queries import ResultTable

        answer = self.query(name)
        assert isinstance(answer, ResultTable)  # named queries of analyses are SELECT queries
        return answer.dicts()

    @cached_property
    def affiliations(self) -> AffiliationNetwork:
        """Actors, collectives and the ties on record."""
        from eloggraph.analysis.reading import read_affiliations

        return read_affiliations(self._ask, self.labels)

    def analyse(
        self, *, seed: int = SEED, permutations: int = PERMUTATIONS, today: date | None = None
    ) -> Analysis:
        """Ask every question of the network: silos, clusters, coverage, brokers.

        ``today`` is the day that is looked at where the settings name no date.
        """
        from eloggraph.analysis.analyse import analyse
        from eloggraph.analysis.days import last_day
        from eloggraph.analysis.question import Material

        material = Material(
            network=self.affiliations,
            on=last_day(self.as_of) if self.as_of else (today or date.today()),
            ask=self._ask,
            labels=self.labels,
            seed=seed,
            permutations=permutations,
        )
        return analyse(material)

    def reason(self, *, align: bool = False) -> Reasoning:
        """Judge whether the network is free of contradictions, and infer what follows from it.

        ``align`` takes along the alignment of the ontology to other vocabularies.
        """
        from eloggraph.ontology.consistency import reason

        return reason(self.graphs, align=align)

    def map(self, *, seed: int = SEED) -> NetworkMap:
        """Draw the map from a seeded layout."""
        from eloggraph.graph.describe import describe_nodes
        from eloggraph.layout.positions import choose_size, lay_out
        from eloggraph.views.map.model import build_map

        width, height = choose_size(len(self.affiliations.nodes))
        layout = lay_out(self.affiliations, seed=seed, width=width, height=height)
        nodes = [node.iri for node in self.affiliations.nodes]
        model = build_map(
            self.affiliations,
            layout,
            describe_nodes(nodes, self.graphs, self.labels),
            title=self.config.title,
            as_of=self.as_of or "",
            seed=seed,
            notices=self.notices,
        )
        return NetworkMap(model)


def _populate(
    tables: NetworkTables, schema: Schema
) -> tuple[Graph, tuple[Graph, ...], tuple[Finding, ...]]:
    from eloggraph.graph.populate.populate import populate

    used: dict[str, Graph] = {}
    for each in tables.uses:
        graph, further, _ = _populate(each, schema)
        for found in (graph, *further):
            used.setdefault(found.base, found)
    graph, findings = populate(tables.tables, schema, tables.config, list(used.values()))
    return graph, tuple(used.values()), findings
