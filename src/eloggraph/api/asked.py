"""A network folder that is asked in SPARQL: any query, or one whose kind of answer is known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, TypeVar

from eloggraph.api.opened import OpenedFolder
from eloggraph.errors import QueryError
from eloggraph.text import Language

if TYPE_CHECKING:
    from eloggraph.api.day import Day
    from eloggraph.graph.answers import Answer, ResultTable, Statements

Bindings = Mapping[str, object] | Sequence[str]
Kind = TypeVar("Kind")


class AskedNetwork(OpenedFolder):
    """A network folder with what it answers to queries."""

    def query(
        self,
        query: str,
        lang: Language | None = None,
        bind: Bindings = (),
        *,
        seconds: float | None = None,
        memory: int | None = None,
        rows: int = 1_000_000,
        at: Day | None = None,
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
            values or terms, or texts ``COLUMN=VALUE``.
        seconds, memory
            Bounds of a query that is not one of ours: time of the processor, and growth of
            memory in MB; by default they follow the size of the graph, from a second and 80 MB on.
        rows
            The most rows of the answer; one that had more is not ``complete``.
        at
            The day that is asked about, as that of :meth:`analyse`. Without it a query of ours is
            about the day of the settings, else today, unless it looks back itself; one of the
            reader's is about all that is on record.

        Raises
        ------
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

        return ask(self, query, lang, bind, seconds=seconds, memory=memory, rows=rows, at=at)

    def select(
        self,
        query: str,
        lang: Language | None = None,
        bind: Bindings = (),
        *,
        seconds: float | None = None,
        memory: int | None = None,
        rows: int = 1_000_000,
        at: Day | None = None,
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
        answer = self.query(query, lang, bind, seconds=seconds, memory=memory, rows=rows, at=at)
        from eloggraph.graph.answers import ResultTable

        return _expect(answer, ResultTable, "SELECT")

    def ask(
        self,
        query: str,
        *,
        seconds: float | None = None,
        memory: int | None = None,
        at: Day | None = None,
    ) -> bool:
        """Return whether an ASK query finds anything; parameters and errors as of :meth:`query`.

        Examples
        --------
        >>> import eloggraph
        >>> eloggraph.open("datasets/osaajaks").ask("ASK { ?s <urn:no-such-property> ?o }")
        False
        """
        return _expect(self.query(query, seconds=seconds, memory=memory, at=at), bool, "ASK")

    def construct(
        self,
        query: str,
        *,
        seconds: float | None = None,
        memory: int | None = None,
        rows: int = 1_000_000,
        at: Day | None = None,
    ) -> Statements:
        """Return the statements that a CONSTRUCT or DESCRIBE query makes, as of :meth:`query`.

        Examples
        --------
        >>> import eloggraph
        >>> net = eloggraph.open("datasets/osaajaks")
        >>> len(net.construct("CONSTRUCT { ?s a <urn:a> } WHERE { ?s a ?class }")) > 100
        True
        """
        answer = self.query(query, seconds=seconds, memory=memory, rows=rows, at=at)
        from eloggraph.graph.answers import Statements

        return _expect(answer, Statements, "CONSTRUCT")


def _expect(answer: Answer, kind: type[Kind], name: str) -> Kind:
    """Return an answer of the kind that was asked for, or refuse the query."""
    if not isinstance(answer, kind):
        raise QueryError.tell("query-other-kind", chapter="queries", value=name)
    return answer
