"""The tables of a network as a workbook in which every faulty cell is marked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from eloggraph.api.language import choose_language
from eloggraph.errors import InputError, OutputError
from eloggraph.finding import Report, tell
from eloggraph.once import Hashes, keep_hashes
from eloggraph.text import Language

if TYPE_CHECKING:
    from eloggraph.api.network import Network


# So many cells of one column are marked for the same fault; the rest are counted.
_MARKED_CELLS = 5_000
# Fewer findings of one kind in one column have not been counted together.
_FEWEST_COUNTED = 20


def mark(network: Network, lang: Language | None) -> bytes:
    """Return a network's tables with its faults marked: see :meth:`eloggraph.Network.mark`."""
    from eloggraph.api.opening import open_network
    from eloggraph.views.tables.marking import mark_tables

    path = network.path
    # What reading has told is counted together too, so that it must be read again.
    report = judge_again(
        lambda: open_network(path, untrusted=network.tables.untrusted).check(), network.check()
    )
    return mark_tables(path, network.tables, network.schema, report, choose_language(lang))


def judge_again(judge: Callable[[], Report], report: Report) -> Report:
    """Return the report with every faulty cell told by itself, as marking needs it.

    A check tells the first faulty cells of a column and counts the rest; where it may have done
    so, it is made again.
    """
    from eloggraph.tables.bounds import tell_at_least

    places = (
        (f.code, f.place.file, f.place.sheet, f.place.column) for f in report.findings if f.place
    )
    if max(Counter(places).values(), default=0) <= _FEWEST_COUNTED:
        return report
    with tell_at_least(_MARKED_CELLS):
        return judge()


def write_marked(
    paths: Sequence[str],
    report: Report,
    output: str,
    lang: Language | None = None,
    *,
    hashes: Hashes | None = None,
    untrusted: bool = False,
) -> None:
    """Write a copy of a network's tables with the findings of a report.

    ``hashes`` are of the files as they were when they were judged.

    Raises
    ------
    InputError
        When the path is no network of tables, has no tables, or there are several; or when a file
        is no longer the one that was judged.
    OutputError
        When it cannot be written, is not named as a workbook, or is or lies in what is checked.
    """
    from eloggraph.output import refuse_inputs, write_file
    from eloggraph.schema.packaged import packaged_schema
    from eloggraph.tables.read.folder import read_network
    from eloggraph.tables.read.records import list_table_files
    from eloggraph.tables.write.marked.patch import has_macros
    from eloggraph.views.tables.marking import mark_tables

    if len(paths) != 1:
        raise InputError(tell("mark-several", "violation", chapter="marks", n=len(paths)))
    path, schema = Path(paths[0]), packaged_schema()
    if path.is_dir() and not list_table_files(path):
        raise InputError(tell("mark-no-tables", "violation", chapter="marks", value=str(path)))
    with keep_hashes() as again:
        tables = read_network(path, schema, untrusted=untrusted)
        refuse_inputs(output, (*tables.sources(), path))
        suffix = Path(output).suffix.lower()
        if suffix not in (".xlsx", ".xlsm"):
            raise OutputError(tell("copy-not-workbook", "violation", value=output, chapter="marks"))
        marked = mark_tables(path, tables, schema, report, choose_language(lang))
        # Excel opens a workbook by no other name than that of its kind.
        if has_macros(marked) != (suffix == ".xlsm"):
            code = "copy-not-workbook" if suffix == ".xlsm" else "copy-with-macros"
            raise OutputError(tell(code, "violation", value=output, chapter="marks"))
    if hashes is not None:
        hashes.compare(again)
    write_file(Path(output), marked)
