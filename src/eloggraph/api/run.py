"""The main job: read, check, analyse, map and report, into one output folder."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from eloggraph.api.analyse import analyse
from eloggraph.api.check import check_on
from eloggraph.api.day import Day, NetworkDay, look, read_day
from eloggraph.api.ids import keep_ids
from eloggraph.api.language import choose_page_language
from eloggraph.api.map import draw_map
from eloggraph.api.network import PERMUTATIONS, SEED, Network
from eloggraph.api.opening import open_network
from eloggraph.api.previous import compare_with_previous, open_previous
from eloggraph.api.report import compose_report, read_versions
from eloggraph.api.views import draw_views, write_views
from eloggraph.finding import SEVERITIES, Finding, Report
from eloggraph.once import Hashes, keep_hashes
from eloggraph.output import refuse_foreign, refuse_inputs, write_folder
from eloggraph.profiles import Profile, is_public
from eloggraph.publish.crate import CRATE, write_crate
from eloggraph.steps import begin
from eloggraph.text import Language, Text

if TYPE_CHECKING:
    from eloggraph.analysis.affiliation import AffiliationNetwork
    from eloggraph.analysis.analyse import Analysis
    from eloggraph.analysis.comparison import Comparison
    from eloggraph.api.map import NetworkMap

KIND = "run"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class RunResult:
    """What a run found; ``written`` is the file to open, or None where nothing was written.

    ``notes`` tell of the writing: that an output cut short was put back first, and that ids made
    from names were kept beside the tables.

    Examples
    --------
    >>> RunResult(report=Report(()), written=None)
    <RunResult nothing written, violations=0, warnings=0, infos=0>
    """

    report: Report
    written: Path | None
    headline: Text | None = None
    notes: tuple[Finding, ...] = ()

    def __repr__(self) -> str:
        """Return what was written and found on one line."""
        found = ", ".join(f"{severity}s={self.report.count(severity)}" for severity in SEVERITIES)
        return f"<RunResult {self.written or 'nothing written'}, {found}>"


def run(
    folder: str | Path,
    output: str | Path,
    *,
    seed: int = SEED,
    permutations: int = PERMUTATIONS,
    draft: bool = False,
    replace: bool = False,
    untrusted: bool = False,
    lang: Language | None = None,
    at: Day | None = None,
    today: date | None = None,
    profile: Profile = "working",
) -> RunResult:
    """Do the main job on a network folder.

    Writes ``index.html report.html report.md map.html poster.html poster.svg graph.ttl
    findings.html findings.json tables/*.csv tables/all.xlsx run.json ro-crate-metadata.json``, a
    page for each view that has something to show (``services goals chain matrix areas``),
    ``cards.html`` with a card of A5 for each of the network's own actors to confirm, the network
    for other programs, and with the extra ``pictures`` also ``poster.pdf`` and ``poster.png``;
    where the settings name the version before this one, ``change.html`` and ``change-map.html``. An
    earlier output is replaced whole or not at all: where a file cannot be read, or the data has
    violations and no draft was asked for, it stays as it was. Ids that were made for rows without
    one are kept in ``ids.csv`` beside the
    tables (:func:`eloggraph.api.ids.keep_ids`).

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
    untrusted
        As that of :func:`eloggraph.open`.
    lang
        The language in which pages open; by default the network's first.
    at
        The day to look at, or a month or a year; by default that of the settings.
    today
        The day to look at where neither names one.
    profile
        ``working``: all. ``public``: pages and tables to be shown to anybody, without the cards
        of actors, faults of the data, whom to ask or invite, what would follow if one leaves, who
        has no ties, what changed, and the whole graph.

    Raises
    ------
    OptionError
        When ``at`` is no day, month or year, or there is no such profile.
    InputError
        When there is no such folder, or a file in it changes while the work goes on.
    OutputError
        When the output cannot be written or would replace what is not ours.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as output:
    ...     run("datasets/osaajaks", output, permutations=99).written.name
    'index.html'
    """
    target, public = Path(output), is_public(profile)
    if at is not None:
        at = read_day(at)
    refuse_foreign(target, KIND, replace=replace)
    begin("read")
    with keep_hashes() as hashes:
        network = open_network(folder, untrusted=untrusted)
        previous = open_previous(network)
    refuse_inputs(target, (*network.sources, *(previous.sources if previous else ())))
    looked = look(network, at, today)
    begin("check")
    report = check_on(network, looked)
    if not report.complete or (report.count("violation") and not draft):
        return RunResult(report=report, written=None)
    chance = {"seed": seed, "permutations": permutations}
    options = {**chance, "draft": draft, **({"profile": profile} if public else {})}
    analysis = analyse(
        network, seed=seed, permutations=permutations, at=at, today=today, public=public
    )
    begin("map")
    drawn = draw_map(network, seed=seed, draft=draft, at=at, today=today, analysis=analysis)
    old, changed = None if public else previous, None
    change = compare_with_previous(old, looked, **chance) if old else None
    if old:
        before = look(old, today=looked.on)
        changed = draw_map(
            network,
            seed=seed,
            draft=draft,
            at=at,
            today=today,
            against=before,
            analysis=analysis,
        )
    begin("write")
    maps = (drawn, changed)
    files = _make_files(network, looked, analysis, maps, change, draft, lang)
    hashes.look_again()
    about = _describe(looked, report, options, _list_inputs(network, previous, hashes))
    files[CRATE] = write_crate(
        about, files, network.config, choose_page_language(lang, network.config)
    )
    notes = write_folder(target, files, kind=KIND, about=about, replace=replace)
    kept = keep_ids(network)
    notes = (*notes, kept) if kept else notes
    written = target / "index.html"
    return RunResult(report=report, written=written, headline=analysis.headline, notes=notes)


def _make_files(
    network: Network,
    looked: NetworkDay,
    analysis: Analysis,
    maps: tuple[NetworkMap, NetworkMap | None],
    change: Comparison | None,
    draft: bool,
    lang: Language | None,
) -> dict[str, str | bytes]:
    from eloggraph.tables.write.workbook import MOST_ROWS, render_values
    from eloggraph.views.cards.deck import build_deck, render_deck
    from eloggraph.views.change.formats import list_difference_rows
    from eloggraph.views.change.words import tell_headline
    from eloggraph.views.map.page import write_as_of
    from eloggraph.views.poster.model import build_poster
    from eloggraph.views.poster.page import render_poster, render_poster_svg
    from eloggraph.views.poster.printed import print_poster
    from eloggraph.views.report.formats import render_analysis_markdown
    from eloggraph.views.tables.results import list_tables
    from eloggraph.views.tables.spreadsheet import write_csv

    drawn, changed = maps
    shown, report = looked.affiliations, check_on(network, looked)
    language = choose_page_language(lang, network.config)
    tables = list_tables(shown, analysis, report, language)
    if analysis.public:
        del tables["findings"]
    tables |= {"changes": list_difference_rows(change, language)} if change else {}
    as_of = write_as_of(drawn.model.as_of)
    # Whose id is private has no card, for the card would go to a person.
    hidden = frozenset(network.shown_ids.values())
    own = frozenset(filter(looked.records.is_own, looked.records.of("elo:Actor"))) - hidden
    deck = None if analysis.public else build_deck(drawn.model, own, as_of=as_of, language=language)
    page = compose_report(
        network,
        analysis,
        drawn,
        report,
        map_address="map.html",
        cards_address="cards.html" if deck else "",
        findings_address="" if analysis.public else "findings.html",
        change=change,
    )
    draws = draw_views(looked, analysis)
    beside = {view: f"{view}.html" for view in ("map", *draws, "report")}
    views = write_views(
        draws,
        language,
        title=network.config.title,
        as_of=as_of,
        notices=drawn.model.notices,
        addresses=beside,
    )
    poster = build_poster(analysis, drawn.model, as_of=as_of, sources=network.list_sources())
    drawing = render_poster_svg(poster, language)
    files: dict[str, str | bytes] = {
        "report.html": page.to_html(lang),
        "report.md": render_analysis_markdown(analysis, language),
        "map.html": drawn.to_html(lang, addresses=beside),
        **views,
        **_tell_change(change, changed, language, beside),
        **({"cards.html": render_deck(deck, language)} if deck else {}),
        "poster.html": render_poster(poster, language),
        "poster.svg": drawing,
        **print_poster(drawing, poster.title.say(language)),
        **({} if analysis.public else _write_whole(network, report, draft, lang)),
        **_exchange(shown, language),
        **{f"tables/{key}.csv": write_csv(t[0], t[1:], language) for key, t in tables.items()},
    }
    if all(len(rows) <= MOST_ROWS for rows in tables.values()):
        files["tables/all.xlsx"] = render_values(tables)
    claims = {f"{name}.html": view.claim for name, view in draws.items()}
    claims |= {"change.html": tell_headline(change)} if change else {}
    return {"index.html": _write_index(files, analysis, drawn, claims, language), **files}


def _tell_change(
    change: Comparison | None,
    changed: NetworkMap | None,
    language: Language,
    beside: Mapping[str, str],
) -> dict[str, str]:
    """Return the pages of what changed since the version before: in words, and on the map."""
    from eloggraph.views.change.page import render_change_page

    if change is None or changed is None:
        return {}
    return {
        "change.html": render_change_page(change, language, map_address="change-map.html"),
        "change-map.html": changed.to_html(language, addresses=beside),
    }


def _write_whole(
    network: Network, report: Report, draft: bool, lang: Language | None
) -> dict[str, str]:
    """Return what is not for the public: the whole graph and what is wrong in the tables."""
    from eloggraph.views.findings.text import render_findings, render_json

    language = choose_page_language(lang, network.config)
    return {
        "graph.ttl": network.build("turtle", draft=draft, lang=lang),
        "findings.html": render_findings("html", report, language),
        "findings.json": render_json(report, language),
    }


def _exchange(shown: AffiliationNetwork, language: Language) -> dict[str, str]:
    """Return the network in the formats of other programs, by file name."""
    from eloggraph.analysis import exchange
    from eloggraph.analysis.graphml import write_graphml

    elements, connections = exchange.write_kumu(shown, language)
    return {
        "network.graphml": write_graphml(shown),
        "network.gexf": exchange.write_gexf(shown, language),
        "network.cyjs": exchange.write_cytoscape(shown, language),
        "network.dot": exchange.write_dot(shown, language),
        "kumu-elements.csv": elements,
        "kumu-connections.csv": connections,
    }


def _write_index(
    files: Iterable[str],
    analysis: Analysis,
    drawn: NetworkMap,
    claims: Mapping[str, Text],
    language: Language,
) -> str:
    from eloggraph.views.index.page import build_index, render_index

    model = build_index(
        [*files, "run.json", CRATE],
        {table.name: outcome.title for outcome in analysis.outcomes for table in outcome.tables},
        title=drawn.model.title,
        as_of=drawn.model.as_of,
        claim=analysis.headline,
        claims=claims,
        outcomes=analysis.outcomes,
        notices=drawn.model.notices,
    )
    return render_index(model, language)


def _list_inputs(
    network: Network, previous: Network | None, hashes: Hashes
) -> dict[str, str | None]:
    """Return by name what was read, with the hash that it had then."""
    folder = network.tables.folder
    paths = (*network.tables.files(), *(previous.tables.files() if previous else ()))
    inputs = {Path(os.path.relpath(path, folder)).as_posix(): hashes.first[path] for path in paths}
    return dict(sorted(inputs.items()))


def _describe(
    looked: NetworkDay,
    report: Report,
    options: Mapping[str, object],
    inputs: Mapping[str, str | None],
) -> dict[str, object]:
    """Return what the manifest tells of a run beside its files."""
    from eloggraph.graph.rdf.ntriples import count_statements

    network, shown = looked.network, looked.affiliations
    told = SEVERITIES if "profile" not in options else ()
    return {
        "network": network.config.id,
        "as_of": network.as_of,
        "on": looked.on.isoformat(),
        "versions": read_versions(),
        "options": dict(options),
        "inputs": dict(inputs),
        "counts": {
            "statements": count_statements(network.graph),
            "rows": {rows.table.name: rows.frame.height for rows in network.graph.rows},
            "nodes": len(shown.nodes),
            "ties": len(shown.ties),
            "findings": {severity: report.count(severity) for severity in told},
        },
    }
