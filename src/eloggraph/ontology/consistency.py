"""Is a network or an ontology free of contradictions, and what follows from it.

The toolkit looks for contradictions itself, so that each is reported at its cell; HermiT, run in a
child process, says whether there are others. Nothing is fetched: imports are not followed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Literal

import pyoxigraph as ox

from eloggraph.finding import Finding, Report, order_findings, tell
from eloggraph.graph.inference import (
    ALL_RULES,
    Inference,
    alignment_file,
    infer,
    reasoning_files,
    write_inferred,
)
from eloggraph.graph.statements import Graph
from eloggraph.iri import ELO
from eloggraph.ontology.closure import Closure
from eloggraph.ontology.contradictions import (
    find_contradictions,
    find_unsatisfiable,
    tell_unsatisfiable,
)
from eloggraph.ontology.files import FILE_GRAPH, open_reasoning_store
from eloggraph.ontology.hermit import HermitAnswer, ask_hermit
from eloggraph.ontology.logical import LeftOut, LogicalPart, extract_logical_part
from eloggraph.ontology.places import Locate, make_locator

Verdict = Literal["consistent", "unsatisfiable", "inconsistent", "unknown"]

MEMORY_MB = 1024
SECONDS = 60.0

_CLOSURE = "urn:eloggraph:closure"


@dataclass(frozen=True, slots=True, kw_only=True)
class Consistency:
    """The verdict and its basis.

    ``consistent``: HermiT found a model, and every class can have members. ``unsatisfiable``: a
    model, but not for every class. ``inconsistent``: no model. ``unknown``: nothing wrong was
    found, but HermiT could not be asked to the end; a finding says why. ``judged`` is how many
    statements HermiT was given, and ``left_out`` what it was not.
    """

    verdict: Verdict
    findings: tuple[Finding, ...]
    judged: int
    left_out: tuple[LeftOut, ...]

    @property
    def report(self) -> Report:
        """The findings as a report; not complete where the verdict is unknown."""
        return Report(self.findings, complete=self.verdict != "unknown")


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Reasoning:
    """The verdict on a network or ontology, what follows from it, and the store with both."""

    consistency: Consistency
    inference: Inference
    store: ox.Store

    def __repr__(self) -> str:
        """Return the verdict on one line."""
        return f"<Reasoning {self.consistency.verdict}, {len(self.consistency.findings)} findings>"

    def write(self, suffix: str = ".nt") -> str:
        """Write what was inferred, sorted: N-Quads for ``.nq``, else N-Triples."""
        format_ = ox.RdfFormat.N_QUADS if suffix == ".nq" else ox.RdfFormat.N_TRIPLES
        return write_inferred(self.store, self.inference.graph, format_)


def reason(
    graphs: Sequence[Graph] = (),
    *,
    files: Sequence[Path] = (),
    ontology: Sequence[Path] | None = None,
    axioms: Sequence[Path] = (),
    align: bool = False,
    memory_mb: int = MEMORY_MB,
    seconds: float = SECONDS,
) -> Reasoning:
    """Judge networks or an ontology, and infer what follows.

    Parameters
    ----------
    graphs
        The network's own graph and those it uses. The first names the inferred graph.
    files
        RDF files of data, judged as well.
    ontology
        The files of the ontology; by default the toolkit's own and its code lists.
    axioms
        Files with further axioms, for example of an ontology that builds on ours.
    align
        Whether the alignment to other vocabularies is taken along.
    memory_mb, seconds
        How much memory and time HermiT may have.

    Raises
    ------
    InputError
        When a file is missing or malformed.

    Examples
    --------
    >>> import eloggraph
    >>> done = reason(eloggraph.open("datasets/osaajaks").graphs)
    >>> done.consistency.verdict in ("consistent", "unknown")  # unknown where Java is absent
    True
    """
    core = reasoning_files() if ontology is None else tuple(ontology)
    model = (*core, *axioms, *([alignment_file()] if align else []))
    store = open_reasoning_store(graphs, files=files, ontology=model)
    part = extract_logical_part(quad.triple for quad in store)
    base = graphs[0].base if graphs else (FILE_GRAPH if files else ELO)
    inference = infer(store, base)
    told = _find_culprits(store, inference, make_locator(graphs, (*files, *model)))
    answer = ask_hermit(part.ntriples, memory_mb=memory_mb, seconds=seconds)
    consistency = _conclude(told, answer, part, limits=(memory_mb, seconds))
    return Reasoning(consistency=consistency, inference=inference, store=store)


@dataclass(frozen=True, slots=True)
class _Culprits:
    """What the toolkit found itself: contradictions, and how to tell of empty classes."""

    contradictions: tuple[Finding, ...]
    empty: frozenset[str]
    tell_empty: Callable[[str], Finding]


def _find_culprits(store: ox.Store, inference: Inference, locate: Locate) -> _Culprits:
    """Look for contradictions among all that follows, domains and ranges included."""
    further = infer(store, _CLOSURE, rules=ALL_RULES)
    inferred = frozenset({inference.graph, further.graph})
    closure = Closure(store=store, inferred=inferred, locate=locate)
    contradictions = find_contradictions(closure)
    empty = frozenset(find_unsatisfiable(closure))
    store.remove_graph(ox.NamedNode(further.graph))
    return _Culprits(contradictions, empty, partial(tell_unsatisfiable, closure))


def _conclude(
    found: _Culprits, answer: HermitAnswer, part: LogicalPart, *, limits: tuple[int, float]
) -> Consistency:
    empty = sorted(found.empty.union(answer.unsatisfiable))
    told = [*found.contradictions, *(found.tell_empty(name) for name in empty)]
    if answer.consistent is False and not told:
        told.append(tell("unexplained", "violation", chapter="reason"))
    if answer.failure:
        memory_mb, seconds = limits
        told.append(
            tell(
                answer.failure,
                "violation",
                chapter="reason",
                memory=memory_mb,
                seconds=seconds,
                reason=answer.reason,
            )
        )
    verdict: Verdict = "unknown" if answer.consistent is None else "consistent"
    if found.contradictions or answer.consistent is False:
        verdict = "inconsistent"
    elif empty:
        verdict = "unsatisfiable"
    return Consistency(
        verdict=verdict,
        findings=order_findings(told),
        judged=part.count,
        left_out=part.left_out,
    )
