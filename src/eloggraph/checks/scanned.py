"""The check of RDF that is more than memory holds: statements are read where they lie.

The files become one of statements (:mod:`eloggraph.graph.rdf.pack`), an engine runs the plan over
it, and only what is told comes here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from eloggraph.checks.check import CheckReport, count_focus
from eloggraph.checks.gather import gather_told, said_in, types_in
from eloggraph.checks.own_terms import leave_out_ontology
from eloggraph.checks.packaged import packaged_shapes
from eloggraph.checks.problems import (
    place_at_shapes,
    problems_told,
    tell_problem,
    tell_remarks,
)
from eloggraph.checks.report import locate_in_files
from eloggraph.checks.staged import Staged, stage
from eloggraph.checks.unjudged import report_unjudged
from eloggraph.checks.unused import report_unused_shapes
from eloggraph.errors import InputError
from eloggraph.finding import EngineUse, Finding, order_findings, tell
from eloggraph.graph.rdf.packaged import ontology_graph
from eloggraph.graph.rdf.terms import GRAPH
from eloggraph.schema.packaged import packaged_schema
from eloggraph.shacl.core import check_shapes, plan_of
from eloggraph.shacl.core.engines import (
    NO_SERVER,
    SERVED,
    Server,
    ends_raised,
    name_version,
    open_engine,
)
from eloggraph.shacl.core.queries import bring_queries
from eloggraph.shacl.core.scanned import COLUMNS, Scanned, flatten
from eloggraph.shacl.core.selecting import only, union
from eloggraph.shacl.core.terms import Backend, NoRoomError, ServerError, TooManyRowsError
from eloggraph.shacl.model import Validation, text_of
from eloggraph.shacl.shapes import ShapesGraph

MOST_TOLD = 10_000
# Bytes that a statement takes which queries are asked of, and how many there may be where it is
# not known what is free.
_OF_STATEMENT, _MOST_HERE = 600, 2_000_000


def check_scanned(
    paths: Sequence[Path],
    engine: str,
    *,
    shapes: ShapesGraph | None = None,
    graphs: Sequence[str] = (),
    input_format: str | None = None,
    contexts: Mapping[str, Path] | None = None,
    profile: bool = False,
    memory: int | None = None,
    most: int = MOST_TOLD,
    allowed: bool = False,
    server: Server = NO_SERVER,
) -> CheckReport:
    """Check RDF of any size against the toolkit's shapes or others.

    Parameters
    ----------
    paths, shapes, graphs, input_format, contexts, profile
        As those of :func:`eloggraph.checks.rdf.check_rdf`.
    engine
        One of :data:`eloggraph.shacl.core.engines.ENGINES`.
    memory
        The bytes that the check may take, where the engine keeps to a bound.
    most
        How many results are told; of more it is told how many each shape has.
    allowed
        Whether queries that read more than there is room for are warnings.
    server
        Where an engine that needs a server has it.

    Raises
    ------
    InputError
        When a file cannot be read, the shapes cannot be used, memory or disk have ended, or a
        server does not do it.
    """
    chosen = shapes or packaged_shapes()
    with (
        TemporaryDirectory(prefix="eloggraph-") as folder,
        _ends_told(engine),
        closing(open_engine(engine, memory=memory, folder=Path(folder), server=server)) as backend,
        ends_raised(engine),
        stage(paths, backend, input_format, contexts) as staged,
        problems_told(chosen),
    ):
        done = _check(staged, backend, shapes, graphs, profile, memory, most, allowed)
    said = done.engine
    assert said is not None  # as it has just been made
    used = replace(said, name=engine, version=name_version(engine))
    return replace(done, engine=used)


def _check(
    staged: Staged,
    backend: Backend,
    shapes: ShapesGraph | None,
    graphs: Sequence[str],
    profile: bool,
    memory: int | None,
    most: int,
    allowed: bool,
) -> CheckReport:
    chosen = shapes or packaged_shapes()
    own = staged.own
    if graphs:
        own = only(own, GRAPH, graphs)
    parts = [own.select(*COLUMNS)]
    if shapes is None:
        parts.append(backend.put(flatten([ontology_graph()])))
    data = Scanned.of(union(parts), backend)
    here = _MOST_HERE if memory is None else memory // _OF_STATEMENT
    plan, unrun = bring_queries(plan_of(chosen), data, here)
    validation = check_shapes(plan, plan.roots, data, profile=profile, most=most)
    validation = cap_results(replace(validation, remarks=plan.remarks), most)
    if shapes is None:
        validation = leave_out_ontology(validation, chosen, said_in(own, backend))
    told = gather_told(own, backend, validation.results, chosen.index, staged.files)
    findings = [
        *staged.findings,
        *tell_remarks(validation.remarks, chosen),
        *place_at_shapes(
            [tell_problem(each, "warning" if allowed else "violation") for each in unrun], chosen
        ),
        *locate_in_files(
            validation.results,
            told,
            packaged_schema(),
            chosen,
            lambda *_: None,
            staged.prefixes,
        ),
        *report_unused_shapes(validation, chosen, own=shapes is None),
        *_tell_capped(validation),
    ]
    if shapes is not None:
        findings += report_unjudged(types_in(data), chosen)
    return CheckReport(
        order_findings(findings),
        count_focus(validation),
        complete=allowed or not unrun,
        shapes=chosen,
        validation=validation,
        engine=EngineUse(statements=len(data), rows=backend.came, results=_count(validation)),
    )


def cap_results(validation: Validation, most: int) -> Validation:
    """Return a validation with no more results than are told, and with the number of all.

    >>> cap_results(Validation(results=()), 1).counts
    ()
    """
    if len(validation.results) <= most:
        return validation
    counts = dict(validation.counts) or Counter(r.shape for r in validation.results)
    ordered = tuple(sorted(counts.items(), key=lambda each: str(each[0])))
    return replace(validation, results=validation.results[:most], counts=ordered)


def _tell_capped(validation: Validation) -> Iterator[Finding]:
    if validation.counts:
        n, told = sum(n for _, n in validation.counts), len(validation.results)
        yield tell("results-many", "info", chapter="checks", n=n, told=told)


def _count(validation: Validation) -> tuple[tuple[str, int], ...]:
    return tuple((text_of(shape), n) for shape, n in validation.counts)


@contextmanager
def _ends_told(engine: str) -> Iterator[None]:
    """Turn what ended the work of an engine into an error that says what to do."""
    try:
        yield
    except NoRoomError as error:
        is_there = engine in SERVED and error.variant == "memory"
        variant = "server" if is_there else error.variant
        raise InputError.tell(
            "engine-room", chapter="checks", variant=variant, value=engine
        ) from error
    except ServerError as error:
        raise InputError.tell(
            "engine-server", chapter="checks", variant=error.variant, reason=error.reason
        ) from error
    except TooManyRowsError as error:
        raise InputError.tell(
            "engine-rows", chapter="checks", value=engine, n=error.most
        ) from error
