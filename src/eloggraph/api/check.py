"""The check of whatever there is: a network's tables, an ontology, or RDF files."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from eloggraph.errors import InputError
from eloggraph.finding import Finding, Place, Report, order_findings

if TYPE_CHECKING:
    from eloggraph.checks.check import Checkup
    from eloggraph.shacl.shapes import ShapesGraph

PathLike = str | Path


def check(
    *paths: PathLike,
    shapes: Sequence[PathLike] = (),
    graphs: Sequence[str] = (),
    engine: str | None = None,
) -> Report:
    """Check a network folder, an ontology in Turtle, or RDF files, and return all findings.

    A path that is not there is one of them.

    Parameters
    ----------
    paths
        The folder of a network; or an ontology; or RDF files (Turtle, TriG, N-Triples, N-Quads,
        JSON-LD, RDF/XML, each also with ``.gz``) and folders of them.
    shapes
        Files of SHACL shapes, or folders of them, instead of the toolkit's own.
    graphs
        IRIs of the named graphs to check; by default all graphs of the files are.
    engine
        ``columns`` or ``pyshacl``; by default the faster one.

    Examples
    --------
    >>> check("no-such-folder").complete
    False
    """
    return examine(*paths, shapes=shapes, graphs=graphs, engine=engine).report


def examine(
    *paths: PathLike,
    shapes: Sequence[PathLike] = (),
    graphs: Sequence[str] = (),
    engine: str | None = None,
    profile: bool = False,
    earlier: Checkup | None = None,
) -> Checkup:
    """Check as :func:`check` does, and return what stands behind the report as well.

    With ``profile`` the validation tells what each shape took. After an ``earlier`` check of the
    same network, only what has changed since is judged again; the result is the same.
    """
    from eloggraph.checks.check import Checkup

    given = [Path(path) for path in paths]
    try:
        if not shapes and (report := _check_ontology(given)) is not None:
            return Checkup(report=report)
        from eloggraph.shacl.engines import DEFAULT_ENGINE

        chosen, remarks = _read_shapes(shapes) if shapes else (None, ())
        engine = engine or DEFAULT_ENGINE
        if _is_rdf(given):
            from eloggraph.checks.rdf import check_rdf

            done = check_rdf(given, shapes=chosen, graphs=graphs, engine=engine, profile=profile)
        else:
            done = _check_networks(given, chosen, engine, profile, earlier)
        return dataclasses.replace(done, report=_add(done.report, remarks))
    except InputError as error:
        return Checkup(report=Report(order_findings(error.findings), complete=False))


def _check_ontology(paths: Sequence[Path]) -> Report | None:
    from eloggraph.schema.recognise import is_ontology

    if len(paths) != 1 or not paths[0].exists() or not is_ontology(paths[0]):
        return None
    from eloggraph.ontology.quality import check_ontology

    return check_ontology(paths)


def _read_shapes(paths: Sequence[PathLike]) -> tuple[ShapesGraph, tuple[Finding, ...]]:
    from eloggraph.checks.shapes import read_shapes

    return read_shapes([Path(path) for path in paths])


def _is_rdf(paths: Sequence[Path]) -> bool:
    """Tell whether paths are RDF; raise where some are and some are not."""
    from eloggraph.graph.rdf.source import holds_rdf

    kinds = {holds_rdf(path) for path in paths}
    if len(kinds) > 1:
        raise InputError.tell("paths-mixed", chapter="checks")
    return kinds == {True}


def _check_networks(
    paths: Sequence[Path],
    shapes: ShapesGraph | None,
    engine: str,
    profile: bool,
    earlier: Checkup | None,
) -> Checkup:
    """Check network folders one by one; of several, the folder stands before each file's name."""
    from eloggraph.api.network import open_network
    from eloggraph.checks.check import Checkup
    from eloggraph.shacl.model import merge_validations

    if len(paths) == 1:
        network = open_network(paths[0])
        return network.examine(shapes=shapes, engine=engine, profile=profile, earlier=earlier)
    done = [
        open_network(path).examine(shapes=shapes, engine=engine, profile=profile) for path in paths
    ]
    reports = [each.report for each in done]
    findings = [
        _within(path, finding)
        for path, report in zip(paths, reports, strict=True)
        for finding in report.findings
    ]
    counts: dict[str, int] = {}
    for shape, count in (entry for report in reports for entry in report.focus_counts):
        counts[shape] = counts.get(shape, 0) + count
    report = Report(
        order_findings(findings),
        tuple(sorted(counts.items())),
        complete=all(report.complete for report in reports),
    )
    validations = [each.validation for each in done if each.validation is not None]
    shapes = next((each.shapes for each in done if each.shapes is not None), None)
    validation = merge_validations(validations) if len(validations) == len(done) else None
    return Checkup(report=report, shapes=shapes, validation=validation)


def _within(folder: Path, finding: Finding) -> Finding:
    place = finding.place
    if place is None:
        return dataclasses.replace(finding, place=Place(file=folder.name))
    named = dataclasses.replace(place, file=f"{folder.name}/{place.file}")
    return dataclasses.replace(finding, place=named)


def _add(report: Report, remarks: Sequence[Finding]) -> Report:
    if not remarks:
        return report
    findings = order_findings([*report.findings, *remarks])
    return Report(findings, report.focus_counts, report.complete)
