"""The main job: read, check, analyse, map and report, into one output folder."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from eloggraph.api.network import PERMUTATIONS, SEED, Network, open_network
from eloggraph.finding import SEVERITIES, Finding, Report
from eloggraph.output import refuse_foreign, refuse_inputs, write_folder
from eloggraph.output.ownership import hash_bytes
from eloggraph.text import Language, Text

KIND = "run"
_LIBRARIES = ("eloggraph", "networkx", "numpy", "polars", "pyoxigraph", "pyshacl", "rdflib")


@dataclass(frozen=True, slots=True, kw_only=True)
class RunResult:
    """What a run found; ``written`` is the file to open, or None where nothing was written.

    ``notes`` tell of the writing: that an output cut short was put back first.
    """

    report: Report
    written: Path | None
    headline: Text | None = None
    notes: tuple[Finding, ...] = ()


def run(
    folder: str | Path,
    output: str | Path,
    *,
    seed: int = SEED,
    permutations: int = PERMUTATIONS,
    draft: bool = False,
    replace: bool = False,
    language: Language | None = None,
    today: date | None = None,
) -> RunResult:
    """Do the main job on a network folder.

    Writes ``report.html map.html graph.ttl findings.json network.graphml tables/*.csv
    run.json``. An earlier output is replaced whole or not at all: where a file cannot be read,
    or the data has violations and no draft was asked for, it stays as it was.

    Parameters
    ----------
    folder, output
        The network folder, and the folder to write.
    seed, permutations
        Of layout, communities and permutation tests.
    draft
        Write even though there are violations; what could not be read is left out.
    replace
        Write over output files that somebody has changed, and beside files that are not ours:
        these stay. Without it such a folder is refused.
    language
        The language in which pages open; by default the network's first.
    today
        The day to look at where the settings name no date.

    Raises
    ------
    InputError
        When there is no such folder.
    OutputError
        When the output cannot be written or would replace what is not ours.
    """
    target = Path(output)
    refuse_foreign(target, KIND, replace=replace)
    network = open_network(folder)
    refuse_inputs(target, network.tables.sources())
    report = network.check()
    if not report.complete or (report.count("violation") and not draft):
        return RunResult(report=report, written=None)
    options = {"seed": seed, "permutations": permutations, "draft": draft}
    files, headline = _make_files(network, report, seed, permutations, language, today)
    about = _describe(network, report, options)
    notes = write_folder(target, files, kind=KIND, about=about, replace=replace)
    return RunResult(report=report, written=target / "report.html", headline=headline, notes=notes)


def _make_files(
    network: Network,
    report: Report,
    seed: int,
    permutations: int,
    language: Language | None,
    today: date | None,
) -> tuple[dict[str, str], Text]:
    from eloggraph.analysis.exchange import write_graphml
    from eloggraph.graph.rdf.write import serialise
    from eloggraph.views.findings.text import render_json
    from eloggraph.views.report.page import build_report, render_report
    from eloggraph.views.tables.results import write_tables

    opens_in = language or network.config.languages[0]
    analysis = network.analyse(seed=seed, permutations=permutations, today=today)
    drawn = network.map(seed=seed)
    page = build_report(
        analysis,
        report,
        drawn.model,
        title=network.config.title,
        description=network.config.description or Text.same(""),
        as_of=network.as_of or analysis.on,
        sources=network.list_sources(),
        versions=_read_versions(),
        names=network.labels,
        notices=network.notices,
    )
    files = {
        "report.html": render_report(page, opens_in),
        "map.html": drawn.to_html(opens_in),
        "graph.ttl": serialise(network.graph, "turtle"),
        "findings.json": render_json(report, opens_in),
        "network.graphml": write_graphml(network.affiliations),
    }
    tables = write_tables(network.affiliations, analysis, report)
    files |= {f"tables/{name}": text for name, text in tables.items()}
    return files, analysis.headline


def _read_versions() -> dict[str, str]:
    from importlib.metadata import version  # slow to import, and only asked for here

    return {name: version(name) for name in _LIBRARIES}


def _describe(network: Network, report: Report, options: Mapping[str, object]) -> dict[str, object]:
    """Return what the manifest tells of a run beside its files."""
    from eloggraph.graph.rdf.write import count_statements

    folder = network.tables.folder
    inputs = {
        Path(os.path.relpath(path, folder)).as_posix(): hash_bytes(path.read_bytes())
        for path in network.tables.files()
    }
    return {
        "network": network.config.id,
        "as_of": network.as_of,
        "versions": _read_versions(),
        "options": dict(options),
        "inputs": dict(sorted(inputs.items())),
        "counts": {
            "statements": count_statements(network.graph),
            "rows": {rows.table.name: rows.frame.height for rows in network.graph.rows},
            "nodes": len(network.affiliations.nodes),
            "ties": len(network.affiliations.ties),
            "findings": {severity: report.count(severity) for severity in SEVERITIES},
        },
    }
