"""The check of whatever there is: a network's tables, an ontology, or RDF files."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from eloggraph.errors import InputError, OptionError
from eloggraph.finding import Finding, Place, Report, order_findings, tell

if TYPE_CHECKING:
    from eloggraph.api.day import NetworkDay
    from eloggraph.api.network import Network
    from eloggraph.api.opened import OpenedFolder
    from eloggraph.checks.check import CheckReport
    from eloggraph.shacl.shapes import ShapesGraph

PathLike = str | Path
Paths = PathLike | Sequence[PathLike]
Contexts = Mapping[str, PathLike] | Sequence[str]


def check(
    *paths: PathLike,
    shapes: Paths = (),
    graph: str | Sequence[str] = (),
    input_format: str | None = None,
    context: Contexts = (),
    engine: str | None = None,
    profile: bool = False,
    earlier: Report | None = None,
    untrusted: bool = False,
    allow_unsupported: bool = False,
    strict: bool = False,
    rules: bool = False,
    rule_rounds: int | None = None,
    memory: str | None = None,
    most: int | None = None,
    remote: str | None = None,
    master: str | None = None,
) -> CheckReport:
    """Check a network folder, an ontology in Turtle, or RDF files, and return all findings.

    A path that is not there is one of them. Of a network without violations it is told too which
    services its norms ask for and miss, on the day of its settings, else today.

    Parameters
    ----------
    paths
        The folder of a network, or any of its tables, which stand for all of it; or an ontology;
        or RDF files (Turtle, TriG, N-Triples, N-Quads, JSON-LD, RDF/XML, each also with ``.gz``),
        files of :func:`eloggraph.pack`, and folders of RDF files.
    shapes
        Files of SHACL shapes, or folders of them, instead of the toolkit's own. The faster engine
        runs them in this process without a bound on time or memory: those of a stranger belong
        in one that can be ended, as the command ``eloggraph check`` is.
    graph
        IRIs of the named graphs to check; by default all graphs of the files are.
    input_format
        ``turtle``, ``trig``, ``ntriples``, ``nquads``, ``jsonld`` or ``rdfxml``, where the endings
        of RDF files do not tell it.
    context
        Files that stand for addresses of JSON-LD contexts, which are never fetched: a mapping, or
        texts ``IRI=FILE``. A relative address is looked for beside the document too.
    engine
        ``auto`` (the default), ``columns``, ``streaming``, ``duckdb``, ``spark`` or ``pyshacl``.
        ``columns`` holds the data in memory. ``streaming`` and ``duckdb`` read RDF in parts from
        disk, and ``duckdb``, which has to be installed, keeps to the memory that it is given.
        ``spark`` has a server read and judge N-Triples, N-Quads or a file of statements. ``auto``
        is ``columns`` below two million statements, and ``duckdb`` where more would take half of
        the free memory.
    profile
        Whether ``report.validation.costs`` tells what each shape took.
    earlier
        The report of an earlier check of the same network: only what has changed since is
        judged again, and the result is the same.
    untrusted
        As that of :func:`eloggraph.open`.
    allow_unsupported
        Whether demands of the shapes that no engine here looks at are warnings; otherwise they are
        violations, and the check is not complete.
    strict
        Whether shapes are read by the letter of the Recommendation, where an ``owl:Class`` that is
        a shape is no target of itself unless the shapes say that it is an ``rdfs:Class`` too, and
        shapes that refer to themselves are refused.
    rules
        Whether the rules of the shapes (``sh:rule``) are run before, so that the shapes see what
        these infer; the data is not changed.
    rule_rounds
        For how many rounds rules may make new nodes or values before they are ended; by default
        300.
    memory
        How much a check of RDF may take, such as ``2GB``; by default all that the machine has
        free. Of N-Triples and N-Quads what would take more with ``columns`` is not begun, and how
        much it would take is told.
    most
        How many results are told with ``streaming``, ``duckdb`` and ``spark``; by default 10,000.
        Of more, ``report.engine.results`` tells how many each shape has.
    remote, master
        Where ``spark`` computes: the address of a server of Spark Connect or Sail
        (``sc://host:port``), or a master of a whole Spark that is installed here. The paths of the
        files, and that of the folder for temporary files, have to be the same there.

    Returns
    -------
    The report; its ``validation`` has the results in the terms of SHACL, and its ``inferred`` the
    statements of rules.

    Examples
    --------
    >>> check("datasets/osaajaks", shapes="shapes").reaches("violation")
    False
    >>> check("no-such-folder")
    <CheckReport violations=1, warnings=0, infos=0, not complete>
    """
    from eloggraph.api.named import find_networks
    from eloggraph.api.opening import open_network
    from eloggraph.checks.check import CheckReport
    from eloggraph.checks.engine_choice import engine_of_tables, refuse_server
    from eloggraph.checks.unrun import add_unrun
    from eloggraph.shacl.core.engines import Server

    server = Server(remote=remote, master=master)
    refuse_server(engine, server)
    given = find_networks(paths)
    try:
        if not shapes and input_format is None and (report := _check_ontology(given)) is not None:
            return CheckReport.of(report)
        contexts = read_contexts(context)
        chosen, remarks = _read_shapes(shapes, strict, contexts)
        if input_format is not None or is_rdf(given):
            from eloggraph.checks.any_rdf import check_any_rdf
            from eloggraph.jobs.free import bound_memory

            done, engine = check_any_rdf(
                given,
                engine=engine,
                shapes=chosen,
                graphs=[graph] if isinstance(graph, str) else graph,
                input_format=input_format,
                contexts=contexts,
                profile=profile,
                rules=rules,
                rule_rounds=rule_rounds,
                memory=bound_memory(memory),
                most=most,
                allowed=allow_unsupported,
                server=server,
            )
        else:
            engine = engine_of_tables(engine, most)
            opened = [open_network(path, untrusted=untrusted) for path in given]
            done = _check_networks(opened, chosen, engine, profile, earlier, rules, rule_rounds)
        if chosen is not None:
            allowed = allow_unsupported
            done = add_unrun(done, chosen, allowed=allowed, engine=engine, rules=rules)
        return _add(done, remarks)
    except InputError as error:
        return CheckReport(order_findings(error.findings), complete=False)


def check_opened(
    network: Network,
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
    """Check a network that is open: see :meth:`eloggraph.Network.check`."""
    from eloggraph.checks.engine_choice import engine_of_tables
    from eloggraph.checks.unrun import add_unrun

    engine = engine_of_tables(engine)
    chosen, remarks = _read_shapes(shapes, strict, read_contexts(context))
    done = _check_one(network, chosen, engine, profile, earlier, rules, rule_rounds)
    if chosen is not None:
        done = add_unrun(done, chosen, allowed=allow_unsupported, engine=engine, rules=rules)
    return _add(done, remarks)


def _check_one(
    network: Network,
    shapes: ShapesGraph | None,
    engine: str,
    profile: bool,
    earlier: Report | None = None,
    rules: bool = False,
    rule_rounds: int | None = None,
) -> CheckReport:
    report = _check_cells(network, shapes, engine, profile, earlier, rules, rule_rounds)
    return add_missing(network, report) if shapes is None else report


def check_cells(network: OpenedFolder, earlier: CheckReport | None = None) -> CheckReport:
    """Return what is found in the cells, and not yet which services the norms of the day miss.

    Of a check that is repeated after each edit this is the part that answers at once; ``earlier``
    is what it found before.

    >>> import eloggraph
    >>> net = eloggraph.open("datasets/osaajaks")
    >>> add_missing(net, check_cells(net)) == net.check()
    True
    """
    from eloggraph.shacl.engines import DEFAULT_ENGINE

    return _check_cells(network, None, DEFAULT_ENGINE, False, earlier)


def add_missing(network: OpenedFolder, report: CheckReport) -> CheckReport:
    """Return a check of the cells with which services the norms of the day ask for and miss."""
    return _add(report, network.look().missing) if _is_sound(report) else report


def _check_cells(
    network: OpenedFolder,
    shapes: ShapesGraph | None,
    engine: str,
    profile: bool,
    earlier: Report | None,
    rules: bool = False,
    rule_rounds: int | None = None,
) -> CheckReport:
    from eloggraph.checks.check import CheckReport, check_network

    tables = network.tables
    if not tables.complete:
        return CheckReport(order_findings(tables.findings), complete=False)
    own, *used = network.graphs
    return check_network(
        own,
        used,
        network.schema,
        [*tables.findings, *network.told],
        shapes=shapes,
        engine=engine,
        profile=profile,
        rules=rules,
        rule_rounds=rule_rounds,
        earlier=earlier if isinstance(earlier, CheckReport) else None,
        languages=network.config.languages,
    )


def check_on(network: Network, looked: NetworkDay) -> CheckReport:
    """Return the check of a network with what is missing on a day, not on that of its settings.

    >>> import eloggraph
    >>> net = eloggraph.open("datasets/osaajaks")
    >>> check_on(net, net.look("2020")) == net.check()
    True
    """
    report = network.check()
    if not _is_sound(report) or looked is network.look():
        return report
    own = set(network.look().missing)
    kept = tuple(finding for finding in report.findings if finding not in own)
    return _add(dataclasses.replace(report, findings=kept), looked.missing)


def _is_sound(report: CheckReport) -> bool:
    """Tell whether services can be missed: of faulty tables it is not known what is there."""
    return report.complete and not report.count("violation")


def _check_ontology(paths: Sequence[Path]) -> Report | None:
    from eloggraph.schema.recognise import is_ontology

    if len(paths) != 1 or not paths[0].exists() or not is_ontology(paths[0]):
        return None
    from eloggraph.ontology.quality import check_ontology

    return check_ontology(paths)


def read_contexts(given: Contexts) -> dict[str, Path]:
    """Return the files that stand for addresses of contexts.

    Raises
    ------
    OptionError
        When a text is no ``IRI=FILE``.

    Examples
    --------
    >>> read_contexts(["http://example.org/?a=b=c.jsonld"])
    {'http://example.org/?a=b': PosixPath('c.jsonld')}
    """
    if isinstance(given, Mapping):
        return {iri: Path(path) for iri, path in given.items()}
    found = {}
    for text in given:
        iri, equals, path = text.rpartition("=")
        if not (iri and equals and path):
            raise OptionError.tell("context-malformed", chapter="checks", value=text)
        found[iri] = Path(path)
    return found


def _read_shapes(
    shapes: Paths, strict: bool, contexts: Mapping[str, Path] | None = None
) -> tuple[ShapesGraph | None, tuple[Finding, ...]]:
    """Return shapes instead of the toolkit's own, if any, with what was noticed of them."""
    paths = [shapes] if isinstance(shapes, str | Path) else shapes
    if not paths:
        return None, ()
    from eloggraph.checks.shapes import read_shapes

    return read_shapes([Path(path) for path in paths], strict=strict, contexts=contexts)


def is_rdf(paths: Sequence[Path], chapter: str = "checks") -> bool:
    """Tell whether paths are RDF; raise where some are and some are not, in a chapter's words."""
    from eloggraph.filenames import WORKBOOKS
    from eloggraph.graph.rdf.found import STDIN, holds_rdf
    from eloggraph.graph.rdf.store_about import refuse_stores

    refuse_stores(paths)
    for path in paths:
        is_table = path.suffix.lower() in (".csv", *{Path(name).suffix for name in WORKBOOKS})
        if path == STDIN or (path.is_file() and not is_table and not holds_rdf(path)):
            place = Place(file="-" if path == STDIN else path.name)
            raise InputError(tell("rdf-format", "violation", place, chapter="checks"))
    if len(kinds := {holds_rdf(path) for path in paths}) > 1:
        raise InputError.tell("paths-mixed", chapter=chapter)
    return kinds == {True}


def _check_networks(
    networks: Sequence[Network],
    shapes: ShapesGraph | None,
    engine: str,
    profile: bool,
    earlier: Report | None,
    rules: bool,
    rule_rounds: int | None,
) -> CheckReport:
    """Check network folders one by one; of several, the folder stands before each file's name."""
    from eloggraph.checks.check import CheckReport
    from eloggraph.shacl.model import merge_validations

    if len(networks) == 1:
        return _check_one(networks[0], shapes, engine, profile, earlier, rules, rule_rounds)
    done = [
        _check_one(network, shapes, engine, profile, None, rules, rule_rounds)
        for network in networks
    ]
    findings = [
        _within(network.path, finding)
        for network, report in zip(networks, done, strict=True)
        for finding in report.findings
    ]
    counts: dict[str, int] = {}
    for shape, count in (entry for report in done for entry in report.focus_counts):
        counts[shape] = counts.get(shape, 0) + count
    validations = [each.validation for each in done if each.validation is not None]
    inferred = None
    if rules:
        from eloggraph.checks.rules import merge_inferred

        inferred = merge_inferred([each.inferred for each in done])
    return CheckReport(
        order_findings(findings),
        tuple(sorted(counts.items())),
        complete=all(report.complete for report in done),
        shapes=next((each.shapes for each in done if each.shapes is not None), None),
        validation=merge_validations(validations) if len(validations) == len(done) else None,
        inferred=inferred,
    )


def _within(folder: Path, finding: Finding) -> Finding:
    place, name = finding.place, folder.name or folder.resolve().name
    if place is None:
        return dataclasses.replace(finding, place=Place(file=name))
    named = dataclasses.replace(place, file=f"{name}/{place.file}")
    return dataclasses.replace(finding, place=named)


def _add(report: CheckReport, remarks: Iterable[Finding]) -> CheckReport:
    """Return the report with what was noticed of the shapes, or what is missing."""
    told = tuple(remarks)
    if not told:
        return report
    return dataclasses.replace(report, findings=order_findings([*report.findings, *told]))
