"""What can be asked in SPARQL: any query, or one whose kind of answer is known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeVar, get_args

from eloggraph.errors import OptionError, QueryError
from eloggraph.text import Language, Text

if TYPE_CHECKING:
    import pyoxigraph

    from eloggraph.api.day import Day
    from eloggraph.api.opened import OpenedFolder
    from eloggraph.graph.answers import Answer, ResultTable, Statements
    from eloggraph.graph.rdf.store import Asking
    from eloggraph.graph.written import Restore
    from eloggraph.tie_sorts import TieChoice

Bindings = Mapping[str, object] | Sequence[str]  # one text is a binding too
# What a query asks that names no graph: all there are, the data's own, or those without a name.
DefaultGraph = Literal["all", "own", "unnamed"]
Kind = TypeVar("Kind")


def _refuse_options(
    seconds: float | None, memory: int | None, rows: int | None, default_graph: str
) -> None:
    """Refuse values that the options do not have.

    Raises
    ------
    OptionError
        Naming the choices.
    """
    graphs = get_args(DefaultGraph)
    wanted = (
        ("seconds", seconds, seconds is None or seconds > 0, ("0.5", "1", "2", "…")),
        ("memory", memory, memory is None or memory >= 1, ("1", "2", "…")),
        ("rows", rows, rows is None or rows >= 1, ("1", "2", "…")),
        ("default_graph", default_graph, default_graph in graphs, graphs),
    )
    for option, value, is_right, known in wanted:
        if not is_right:
            said = {"option": option, "value": str(value), "known": ", ".join(known)}
            raise OptionError.about("queries.wrong.choice", **said)


class Dataset:
    """Graphs that are asked in SPARQL: those of a network, of several, or of RDF files.

    A :class:`Network` is one; :func:`eloggraph.open_dataset` opens the others.

    Examples
    --------
    >>> import eloggraph
    >>> eloggraph.open_dataset("ontology/elo.ttl").ask("ASK { elo:Actor a owl:Class }")
    True
    """

    if TYPE_CHECKING:

        @property
        def networks(self) -> tuple[OpenedFolder, ...]:
            """The networks, if it is of tables."""

        @property
        def bases(self) -> tuple[str, ...]:
            """What ``?own`` of our queries stands for; relative IRIs go on from the first."""

        @property
        def ties(self) -> TieChoice:
            """The sorts of ties that are counted."""

        @property
        def sources(self) -> tuple[Path, ...]:
            """What was read."""

        @property
        def store(self) -> pyoxigraph.Store:
            """All that is on record."""

        @property
        def restore(self) -> Restore:
            """What writes the literals of an answer as the data writes them."""

        def find_store(
            self, asking: Asking | None = None, *, with_ontology: bool
        ) -> pyoxigraph.Store:
            """Return all that is on record, with the ontology where it is wanted."""

        def find_day_store(self, at: Day | None, asking: Asking | None = None) -> pyoxigraph.Store:
            """Return what holds on a day."""

    @property
    def remarks(self) -> tuple[Text, ...]:
        """What is said beside every answer: nothing where the data was just read."""
        return ()

    def query(
        self,
        query: str | Path,
        lang: Language | None = None,
        bind: Bindings = (),
        *,
        seconds: float | None = None,
        memory: int | None = None,
        rows: int = 1_000_000,
        at: Day | None = None,
        infer: bool = False,
        default_graph: DefaultGraph = "all",
    ) -> Answer:
        """Answer a named query or a SPARQL query over the network, what it uses and the ontology.

        Where the kind of the query is known, :meth:`select`, :meth:`ask` and :meth:`construct` say
        of what type the answer is.

        Parameters
        ----------
        query
            The name of a query (``eloggraph query --list``), a file, or SPARQL.
        lang
            The language of labels.
        bind
            Values that columns of the answer must have: a mapping to texts, numbers, dates, truth
            values, terms, None for a cell that is empty, or a list of what may stand there; or
            texts ``COLUMN=VALUE``. A number is compared by its value, so that
            ``order=01`` finds ``1``; a text such as the code of a municipality as it stands.
        seconds, memory
            Bounds of a query that is not one of ours: time of the processor, and growth of
            memory in MB; by default they follow the size of the graph, from a second and 80 MB on.
            What is loaded to be asked may take so much memory too, where less is free.
        rows
            The most rows of the answer; one that had more is not ``complete``.
        at
            The day that is asked about, as that of :meth:`analyse`. Without it a query of ours is
            about the day of the settings, else today, unless it looks back itself; one of the
            reader's is about all that is on record.
        infer
            Whether what follows by rules of OWL 2 RL is asked too: subclasses and subproperties,
            inverse, symmetric and transitive properties, and chains. Nothing is inferred from
            domains and ranges; ``eloggraph reason`` judges whether data and ontology agree.
        default_graph
            What a query asks that names no graph with ``FROM``: ``all`` graphs together; the data's
            ``own``, without what a network uses and without the ontology; or, as the
            Recommendation has it for a store, only statements that are in no named graph
            (``unnamed``).

        Raises
        ------
        OptionError
            When an option cannot be so.
        QueryError
            When the query is unknown, malformed, would reach outside the graph, asks a graph
            that is not there, or goes beyond a bound.

        Examples
        --------
        >>> import eloggraph
        >>> eloggraph.open("datasets/osaajaks").query("ASK { ?s ?p ?o }")
        True
        """
        from eloggraph.api.query import query as ask

        _refuse_options(seconds, memory, rows, default_graph)
        bounds = {"seconds": seconds, "memory": memory, "rows": rows}
        asked = (self, str(query), lang, bind)
        return ask(*asked, **bounds, at=at, infer=infer, default=default_graph)  # type: ignore[arg-type]

    def select(
        self,
        query: str | Path,
        lang: Language | None = None,
        bind: Bindings = (),
        *,
        seconds: float | None = None,
        memory: int | None = None,
        rows: int = 1_000_000,
        at: Day | None = None,
        infer: bool = False,
        default_graph: DefaultGraph = "all",
    ) -> ResultTable:
        """Return the rows that a SELECT query finds; parameters and errors as of :meth:`query`.

        Examples
        --------
        >>> import eloggraph
        >>> net = eloggraph.open("datasets/osaajaks")
        >>> answer = net.select("chain-steps", "en", {"order": 1})
        >>> len(answer), [term.value for term in answer.rows[0][:2]]
        (1, ['OsaajaKS service chain', '1'])
        """
        answer = self.query(
            query,
            lang,
            bind,
            seconds=seconds,
            memory=memory,
            rows=rows,
            at=at,
            infer=infer,
            default_graph=default_graph,
        )
        from eloggraph.graph.answers import ResultTable

        return _expect(answer, ResultTable, "SELECT")

    def ask(
        self,
        query: str | Path,
        *,
        seconds: float | None = None,
        memory: int | None = None,
        at: Day | None = None,
        infer: bool = False,
        default_graph: DefaultGraph = "all",
    ) -> bool:
        """Return whether an ASK query finds anything; parameters and errors as of :meth:`query`.

        Examples
        --------
        >>> import eloggraph
        >>> eloggraph.open("datasets/osaajaks").ask("ASK { ?s <urn:no-such-property> ?o }")
        False
        """
        answer = self.query(
            query,
            seconds=seconds,
            memory=memory,
            at=at,
            infer=infer,
            default_graph=default_graph,
        )
        return _expect(answer, bool, "ASK")

    def construct(
        self,
        query: str | Path,
        *,
        seconds: float | None = None,
        memory: int | None = None,
        rows: int = 1_000_000,
        at: Day | None = None,
        infer: bool = False,
        default_graph: DefaultGraph = "all",
    ) -> Statements:
        """Return the statements that a CONSTRUCT or DESCRIBE query makes, as of :meth:`query`.

        Examples
        --------
        >>> import eloggraph
        >>> net = eloggraph.open("datasets/osaajaks")
        >>> len(net.construct("CONSTRUCT { ?s a <urn:a> } WHERE { ?s a ?class }")) > 100
        True
        """
        answer = self.query(
            query,
            seconds=seconds,
            memory=memory,
            rows=rows,
            at=at,
            infer=infer,
            default_graph=default_graph,
        )
        from eloggraph.graph.answers import Statements

        return _expect(answer, Statements, "CONSTRUCT")


def _expect(answer: Answer, kind: type[Kind], name: str) -> Kind:
    """Return an answer of the kind that was asked for, or refuse the query."""
    if not isinstance(answer, kind):
        raise QueryError.tell("query-other-kind", chapter="queries", value=name)
    return answer
