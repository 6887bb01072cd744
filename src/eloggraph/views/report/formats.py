"""An analysis for a terminal, as Markdown, as a table and as JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

from eloggraph.analysis.analyse import Analysis
from eloggraph.analysis.outcome import Cell, Lack, Listing, Row
from eloggraph.errors import OptionError
from eloggraph.text import Language, Text, format_number, say
from eloggraph.views.change.answers import title_answers, write_answers
from eloggraph.views.findings.markdown import escape_markdown
from eloggraph.views.findings.text import show_safely
from eloggraph.views.tables.results import write_outcome_tables

_INDENT = "  "
_Chapter = tuple[Text, tuple[Text, ...], tuple[Listing, ...]]


def render_analysis_text(analysis: Analysis, language: Language) -> str:
    """Return what is true overall, then each question with its verdict and its data basis.

    Of questions that were asked by name, what the sentences count is listed too.
    """
    lines = [] if analysis.chosen else [analysis.headline.say(language)]
    for heading, texts, listings in _chapters(analysis):
        said = [show_safely(text.say(language)) for text in texts]
        if said:
            lines += ["", heading.say(language), *(f"{_INDENT}{sentence}" for sentence in said)]
        for listing in listings if analysis.chosen else ():
            lines += write_listing(listing, language)
    lines += _write_earlier(analysis, language)
    return "\n".join(lines).lstrip("\n") + "\n"


def _write_earlier(analysis: Analysis, language: Language) -> Iterator[str]:
    title = title_answers(analysis)
    if title is not None:
        yield from ("", title.say(language))
        lines = write_answers(analysis.answers, language, sentences=True)
        yield from (
            line[: len(line) - len(line.lstrip())] + show_safely(line.lstrip()) for line in lines
        )


def _chapters(analysis: Analysis) -> Iterator[_Chapter]:
    if not analysis.chosen:
        yield say("cli.chapter.observations"), analysis.observations, ()
    yield from ((each.heading, each.sentences, each.listings) for each in analysis.outcomes)
    yield say("cli.chapter.lacking"), analysis.list_lacking(), ()
    if not analysis.chosen:
        yield say("cli.chapter.actions"), analysis.actions, ()


def write_listing(listing: Listing, language: Language) -> Iterator[str]:
    """Yield the lines of a list on a terminal: an empty one, its title, and a row each."""
    yield ""
    yield _INDENT + show_safely(listing.title.say(language))
    for row in listing.rows:
        parts = [_write_cell(cell, language) for cell in row.cells]
        told = " · ".join(show_safely(part) for part in parts if part)
        yield _INDENT * (row.level + 2) + told
    if listing.note:
        yield _INDENT + show_safely(listing.note.say(language))


def _write_cell(cell: Cell, language: Language) -> str:
    match cell:
        case None:
            return ""
        case Lack():
            return f"! {cell.text.say(language)}"
        case Text():
            return cell.say(language)
        case _:
            return format_number(cell, language)


def render_analysis_markdown(analysis: Analysis, language: Language) -> str:
    """Return what is true overall, then each question with its sentences and its lists."""
    lines = [] if analysis.chosen else [escape_markdown(analysis.headline.say(language))]
    for heading, texts, listings in _chapters(analysis):
        if texts:
            lines += ["", f"## {heading.say(language)}", ""]
            lines += [f"- {escape_markdown(text.say(language))}" for text in texts]
        for listing in listings:
            lines += write_markdown_listing(listing, language)
    title = title_answers(analysis)
    if title is not None:
        lines += ["", f"## {escape_markdown(title.say(language))}", ""]
        told = write_answers(analysis.answers, language, sentences=True)
        lines += [
            f"{line[2 : -len(line.strip())]}- {escape_markdown(line.strip())}" for line in told
        ]
    return "\n".join(lines).lstrip("\n") + "\n"


def write_markdown_listing(listing: Listing, language: Language) -> Iterator[str]:
    """Yield the lines of a list as a table of Markdown below its title."""
    heads = [escape_markdown(column.say(language)) for column in listing.columns]
    yield from ("", f"### {escape_markdown(listing.title.say(language))}", "")
    yield from (f"| {' | '.join(heads)} |", f"|{' --- |' * len(heads)}")
    for row in listing.rows:
        yield f"| {' | '.join(_write_markdown_row(row, language))} |"
    if listing.note:
        yield from ("", escape_markdown(listing.note.say(language)))


def _write_markdown_row(row: Row, language: Language) -> Iterator[str]:
    for at, cell in enumerate(row.cells):
        mark = "– " * row.level if not at else ""
        yield mark + escape_markdown(_write_cell(cell, language))


def render_analysis_csv(analysis: Analysis, language: Language) -> str:
    """Return the one table that what was asked gives, as ``run`` writes it.

    Raises
    ------
    OptionError
        When it gives more tables than one, or none.
    """
    tables = write_outcome_tables(analysis.outcomes, language)
    if len(tables) != 1:
        names = ", ".join(name.removesuffix(".csv") for name in tables)
        entry = "csv-tables" if tables else "csv-nothing"
        raise OptionError.about(f"cli.wrong.{entry}", n=len(tables), tables=names)
    return next(iter(tables.values()))


def render_analysis_json(analysis: Analysis, language: Language) -> str:
    """Return the analysis as JSON, version 1; the language makes no difference."""
    return json.dumps(analysis.to_dict(), ensure_ascii=False, indent=2) + "\n"


ANALYSIS_RENDERERS: dict[str, Callable[[Analysis, Language], str]] = {
    "text": render_analysis_text,
    "md": render_analysis_markdown,
    "csv": render_analysis_csv,
    "json": render_analysis_json,
}
