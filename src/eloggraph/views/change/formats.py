"""What changed, for a terminal, as Markdown, as a table, as JSON and as a page."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence

from eloggraph.analysis.comparison import Comparison
from eloggraph.snapshot.change.model import WHYS, Difference
from eloggraph.text import Language, Text, say
from eloggraph.views.change.answers import write_answers
from eloggraph.views.change.page import render_change_page
from eloggraph.views.change.words import (
    list_changes,
    list_numbers,
    tell_difference,
    tell_headline,
    tell_sides,
)
from eloggraph.views.findings.markdown import escape_markdown
from eloggraph.views.findings.text import show_safely
from eloggraph.views.report.formats import write_listing, write_markdown_listing
from eloggraph.views.tables.spreadsheet import Scalar, name_column, write_csv

# A terminal is no place for hundreds of rows of one table.
_MOST = 20


def render_comparison_text(found: Comparison, language: Language) -> str:
    """Return what changed in the world, what is known better, the rest, and the numbers."""
    lines = [tell_sides(found).say(language), tell_headline(found).say(language)]
    lines += [notice.say(language) for notice in found.notices]
    for why in WHYS:
        listing = list_changes(found, why, _MOST)
        if listing.rows:
            lines += ["", listing.title.say(language), "  " + _explain(why).say(language)]
            lines += list(write_listing(listing, language))[2:]
    lines += ["", say("compare.numbers").say(language)]
    lines += write_answers(found.answers, language)
    return "\n".join(map(_keep_indent, lines)) + "\n"


def _keep_indent(line: str) -> str:
    return line[: len(line) - len(line.lstrip())] + show_safely(line.lstrip())


def _explain(why: str) -> Text:
    return say(f"compare.explain.{why}")


def render_comparison_markdown(found: Comparison, language: Language) -> str:
    """Return the same as Markdown."""
    lines = [f"# {escape_markdown(say('compare.title').say(language))}", ""]
    lines += [escape_markdown(tell_sides(found).say(language)), ""]
    lines += [escape_markdown(tell_headline(found).say(language))]
    lines += [f"\n> {escape_markdown(notice.say(language))}" for notice in found.notices]
    for why in WHYS:
        listing = list_changes(found, why)
        if listing.rows:
            title = escape_markdown(listing.title.say(language))
            lines += ["", f"## {title}", "", escape_markdown(_explain(why).say(language))]
            lines += list(write_markdown_listing(listing, language))[2:]
    numbers = list_numbers(found.answers)
    lines += ["", f"## {escape_markdown(numbers.title.say(language))}"]
    lines += list(write_markdown_listing(numbers, language))[2:]
    return "\n".join(lines) + "\n"


_KEYS = ("why", "what", "table", "name", "happened", "when", "column", "old", "new")


def list_difference_rows(found: Comparison, language: Language) -> list[Sequence[Scalar]]:
    """Return a header and a row for every difference, in the reader's language."""
    header = [name_column(key, "compare").say(language) for key in (*_KEYS, "before", "after")]
    rows = ([*_write_row(each, language)] for each in found.changes.differences)
    return [header, *rows]


def render_comparison_csv(found: Comparison, language: Language) -> str:
    """Return every difference as a row, for a spreadsheet in the reader's language."""
    header, *rows = list_difference_rows(found, language)
    return write_csv(list(map(str, header)), rows, language)


def _write_row(each: Difference, language: Language) -> Iterator[str | None]:
    yield say(f"compare.why.{each.why}").say(language)
    yield each.what
    yield each.tables.say(language)
    yield each.name.say(language)
    yield tell_difference(each).say(language)
    yield each.when
    yield each.column.say(language) if each.column else None
    yield from ("|".join(text.say(language) for text in values) for values in (each.old, each.new))
    yield from ("|".join(nodes) for nodes in (each.before, each.after))


def render_comparison_json(found: Comparison, language: Language) -> str:
    """Return the comparison as JSON, version 1; the language makes no difference."""
    return json.dumps(found.to_dict(), ensure_ascii=False, indent=2) + "\n"


COMPARISON_RENDERERS: dict[str, Callable[[Comparison, Language], str]] = {
    "text": render_comparison_text,
    "md": render_comparison_markdown,
    "json": render_comparison_json,
    "csv": render_comparison_csv,
    "html": render_change_page,
}
