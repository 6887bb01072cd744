"""A network folder, opened: each verb of the command line is a method of the same name.

Nothing is read before it is asked for, and nothing twice.
"""

from __future__ import annotations

from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from eloggraph.api.asked import Dataset
from eloggraph.api.written import WrittenNetwork
from eloggraph.finding import Report
from eloggraph.jobs.free import room_given
from eloggraph.profiles import Profile
from eloggraph.text import Language

if TYPE_CHECKING:
    import networkx as nx

    from eloggraph.analysis.analyse import Analysis
    from eloggraph.analysis.graphml import NetworkKind
    from eloggraph.api.check import Contexts, Paths
    from eloggraph.api.day import Day
    from eloggraph.api.map import NetworkMap
    from eloggraph.api.report import NetworkReport
    from eloggraph.api.views import NetworkView
    from eloggraph.checks.check import CheckReport
    from eloggraph.ontology.consistency import Reasoning

SEED = 0
PERMUTATIONS = 10_000


class Network(WrittenNetwork, Dataset):
    """One network folder with its graph, checks, analyses and map.

    Where a method takes ``lang`` and is given none, a page opens in the first of the network's
    languages; anything else is in the reader's own, as the environment tells it.

    Examples
    --------
    >>> import eloggraph
    >>> eloggraph.open("datasets/osaajaks")
    <Network osaajaks, 22 tables>
    """

    @cached_property
    def _report(self) -> CheckReport:
        from eloggraph.api.check import add_missing

        return add_missing(self, self.judged)

    def check(
        self,
        *,
        shapes: Paths = (),
        engine: str | None = None,
        profile: bool = False,
        earlier: Report | None = None,
        allow_unsupported: bool = False,
        strict: bool = False,
        context: Contexts = (),
        rules: bool = False,
        rule_rounds: int | None = None,
    ) -> CheckReport:
        """Check the tables against the shapes; every finding has its cell.

        Parameters
        ----------
        shapes, engine, profile, earlier, allow_unsupported, strict, context, rules, rule_rounds
            As those of :func:`eloggraph.check`.

        Examples
        --------
        >>> import eloggraph
        >>> eloggraph.open("datasets/osaajaks").check(engine="columns").complete
        True
        """
        if not (shapes or engine or profile or earlier or rules):
            return self._report
        from eloggraph.api.check import check_opened

        return check_opened(
            self,
            shapes=shapes,
            engine=engine,
            profile=profile,
            earlier=earlier,
            allow_unsupported=allow_unsupported,
            strict=strict,
            context=context,
            rules=rules,
            rule_rounds=rule_rounds,
        )

    def analyse(
        self,
        *questions: str,
        seed: int = SEED,
        permutations: int = PERMUTATIONS,
        at: Day | None = None,
        against: Day | Path | None = None,
        today: date | None = None,
        memory: str | None = None,
    ) -> Analysis:
        """Ask the questions of the network: silos, clusters, coverage, brokers, goals and so on.

        Parameters
        ----------
        questions
            The names of those to ask; by default all.
        seed, permutations
            Of communities and permutation tests.
        at
            The day that is looked at; a month or a year is looked at on its last day. By default
            that of the settings.
        against
            An earlier day, month or year, or the folder of an earlier version: then ``answers`` of
            the analysis have the questions before and after.
        today
            The day that is looked at where neither names one.
        memory
            How much it may take, such as ``8GB``; by default all that the machine has free. What
            would take more is not begun.

        Raises
        ------
        OptionError
            When a day is no day, month or year, or there is no question of a name.

        Examples
        --------
        >>> import eloggraph
        >>> analysis = eloggraph.open("datasets/osaajaks").analyse(permutations=99)
        >>> analysis.headline.en.endswith(".")
        True
        """
        from eloggraph.api.analyse import analyse

        with room_given(memory):
            return analyse(
                self,
                questions,
                seed=seed,
                permutations=permutations,
                at=at,
                against=against,
                today=today,
            )

    def map(
        self,
        *,
        seed: int = SEED,
        draft: bool = False,
        at: Day | None = None,
        against: Day | Path | None = None,
        today: date | None = None,
    ) -> NetworkMap:
        """Draw the map from a seeded layout; its first picture says what the analysis found.

        Parameters
        ----------
        seed
            Of the layout.
        draft
            Draw even though the tables have faults: the map says so.
        at, today, against
            As those of :meth:`analyse`; what is new since the earlier version or gone is marked.

        Raises
        ------
        FaultyError
            When the tables have violations, and no draft is wanted.

        Examples
        --------
        >>> import eloggraph
        >>> eloggraph.open("datasets/osaajaks").map().to_html("en")[:15]
        '<!doctype html>'
        """
        from eloggraph.api.map import draw_map

        return draw_map(self, seed=seed, draft=draft, at=at, against=against, today=today)

    def view(
        self,
        name: str,
        *,
        seed: int = SEED,
        permutations: int = PERMUTATIONS,
        draft: bool = False,
        at: Day | None = None,
        today: date | None = None,
    ) -> NetworkView:
        """Draw a view of the network beside its map: one answer, one picture, the same as a table.

        Parameters
        ----------
        name
            ``services``, ``goals``, ``chain``, ``matrix`` or ``areas``.
        seed, permutations, at, today
            As those of :meth:`analyse`.
        draft
            Draw even though the tables have faults: the page says so.

        Raises
        ------
        OptionError
            When there is no such view, or the network has nothing to show in it.
        FaultyError
            When the tables have violations, and no draft is wanted.

        Examples
        --------
        >>> import eloggraph
        >>> eloggraph.open("datasets/osaajaks").view("goals", permutations=99)
        <NetworkView goals of osaajaks>
        """
        from eloggraph.api.views import draw_view

        chance = {"seed": seed, "permutations": permutations}
        return draw_view(self, name, draft=draft, at=at, today=today, **chance)

    def report(
        self,
        *,
        seed: int = SEED,
        permutations: int = PERMUTATIONS,
        at: Day | None = None,
        today: date | None = None,
        profile: Profile = "working",
    ) -> NetworkReport:
        """Write the report: verdicts, coverage, findings and method on one page that prints.

        Parameters
        ----------
        seed, permutations, at, today
            As those of :meth:`analyse`; the map in the report is drawn from the seed too.
        profile
            ``working``, or ``public`` without what is for working with: see :func:`eloggraph.run`.

        Raises
        ------
        OptionError
            When there is no such profile, or ``at`` is no day, month or year.

        Examples
        --------
        >>> import eloggraph
        >>> report = eloggraph.open("datasets/osaajaks").report(permutations=99)
        >>> report.to_html()[:15]
        '<!doctype html>'
        """
        from eloggraph.api.report import write_report

        chance = {"seed": seed, "permutations": permutations}
        return write_report(self, **chance, at=at, today=today, profile=profile)

    def reason(
        self,
        *,
        align: bool = False,
        axioms: Paths = (),
        memory: int | None = None,
        seconds: float | None = None,
    ) -> Reasoning:
        """Judge whether the network is free of contradictions, and infer what follows from it.

        Parameters
        ----------
        align, axioms, memory, seconds
            As those of :func:`eloggraph.reason`.

        Examples
        --------
        >>> import eloggraph
        >>> done = eloggraph.open("datasets/osaajaks").reason()
        >>> done.consistency.verdict in ("consistent", "unknown")  # unknown where Java is absent
        True
        """
        from eloggraph.api.reason import reason_over

        return reason_over(self, align=align, axioms=axioms, memory=memory, seconds=seconds)

    def to_networkx(self, kind: NetworkKind = "ties") -> nx.Graph[str]:
        """Return what holds on the day of the settings, else today, as a networkx graph.

        Attributes are texts and numbers, so that networkx can write every format of its own, among
        them the GraphML that R's igraph reads.

        Parameters
        ----------
        kind
            ``ties`` for every recorded tie, directed, as in the GraphML of ``run``; ``actors`` for
            the actors, tied where a tie is on record or a collective is shared; ``forums`` for
            actors and the collectives that they are in, and ``services`` for actors and the
            services that they provide, as two-mode networks.

        Raises
        ------
        OptionError
            When there is no such kind.

        Examples
        --------
        >>> import eloggraph
        >>> graph = eloggraph.open("datasets/osaajaks").to_networkx("actors")
        >>> len(graph), graph.is_directed(), all(graph.nodes[each]["label_fi"] for each in graph)
        (14, False, True)
        """
        from eloggraph.api.networks import draw_network

        return draw_network(self, kind)

    def mark(self, *, lang: Language | None = None) -> bytes:
        """Return the tables as one workbook with every faulty cell coloured and explained.

        Of a network that is an XLSX workbook it is that workbook, with all but its marks as it
        was; of one with macros it is opened by the name ``.xlsm``.

        Examples
        --------
        >>> import eloggraph
        >>> eloggraph.open("datasets/osaajaks").mark()[:2]
        b'PK'
        """
        from eloggraph.api.mark import mark

        return mark(self, lang)
