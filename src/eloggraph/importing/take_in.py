"""The whole of an import: files read, guessed or known, rows made, a folder written."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from eloggraph.config import FILE
from eloggraph.errors import OutputError
from eloggraph.filenames import IDS, make_stems
from eloggraph.finding import Finding, Place, order_findings, tell
from eloggraph.importing.book import render_book
from eloggraph.importing.causes import tell_columns
from eloggraph.importing.changes import RowChange, find_renamed, list_changes
from eloggraph.importing.choosing import Choice, choose
from eloggraph.importing.correcting import apply_kept
from eloggraph.importing.earlier import BOOK, Earlier, fingerprint, read_earlier
from eloggraph.importing.finishing import Rows, finish_tables, list_names
from eloggraph.importing.guess import interpret
from eloggraph.importing.headings import is_label
from eloggraph.importing.keeping import Renamed, keep_ids
from eloggraph.importing.made_rows import tell_created, tell_merged
from eloggraph.importing.making import Maker
from eloggraph.importing.model import Interpretation, Note, SourceSheet
from eloggraph.importing.names import Codes, load_reference
from eloggraph.importing.settings import render_block, render_settings, replace_block
from eloggraph.importing.sources import read_sources
from eloggraph.output import refuse_inputs, write_file, write_new_folder
from eloggraph.private import conceal
from eloggraph.schema.model import Schema
from eloggraph.tables.ids.kept import KeptId, render_kept_ids
from eloggraph.tables.ids.names import make_slug
from eloggraph.text import LANGUAGES, Language, say


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What an import did.

    ``path`` is the workbook that was written, ``counts`` the rows of each table; ``findings`` tell
    what could not be taken as it is, each at its cell in the source; ``changes`` what is not as the
    earlier import left it, None where there was none; ``notes`` is how many cells were kept as
    notes.
    """

    path: Path
    interpretation: Interpretation
    counts: Mapping[str, int]
    notes: int
    findings: tuple[Finding, ...]
    changes: tuple[RowChange, ...] | None = None


def take_in(
    files: Sequence[Path],
    folder: Path,
    schema: Schema,
    *,
    language: Language | None = None,
    preferred: Language = LANGUAGES[0],
    replace: bool = False,
    choices: Mapping[Choice, str] | None = None,
    amends: bool = False,
) -> Imported:
    """Import foreign tables into a network folder.

    Parameters
    ----------
    files
        Workbooks or CSV files of any headers.
    folder
        A new folder, or one that an earlier import made: then what was said there of the tables
        stands, and what changed in them is told.
    language
        Of the names in the tables; where None, that of most headers.
    preferred
        The language where as many headers are of one as of another.
    replace
        The reader's own word: tables that somebody changed since the earlier import are replaced.
        They stay in the folder of the version before.
    choices
        What sheets and columns of the earlier import are instead: see :func:`choose`.
    amends
        Whether the files are those of the earlier import, with corrections: what was made of them
        is then no version of its own, and none before is kept.

    Raises
    ------
    InputError
        When a file cannot be read, or a correction is none; all of it at once.
    OutputError
        When the folder holds something else, its tables were changed by hand, or it cannot be
        written.
    """
    refuse_inputs(folder, files)
    earlier = read_earlier(folder, schema)
    if earlier is not None and earlier.is_edited and not replace:
        raise OutputError.tell("import-edited", chapter="importing", value=str(folder / BOOK))
    if earlier is not None and choices:
        earlier = dataclasses.replace(earlier, kept=choose(earlier.kept, choices, schema))
    sources, told = read_sources(files, schema)
    chosen = earlier.kept.language if earlier else language
    codes = Codes(schema)
    interpretation = interpret(
        sources,
        schema,
        load_reference(schema, chosen or preferred),
        codes,
        language=chosen,
        preferred=preferred,
    )
    differences: tuple[Finding, ...] = ()
    if earlier is not None:
        interpretation, differences = apply_kept(interpretation, earlier.kept)
    language = interpretation.language
    known = load_reference(schema, language)
    maker = Maker(schema=schema, known=known, codes=codes, language=language)
    maker.make(interpretation)
    tables = finish_tables(maker.drafts, schema, language)
    changes, renamed = _compare(tables, schema, language, earlier)
    names = list_names(tables, schema, language)
    ids = keep_ids(names, earlier.ids if earlier else (), renamed)
    kept = () if amends else changes
    _write(folder, interpretation, tables, maker.notes, ids, schema, earlier, kept)
    findings = [
        *told,
        *differences,
        *tell_columns(maker.findings),
        *tell_created(maker, schema),
        *tell_merged(maker, schema),
    ]
    findings += [] if tables else [_tell_nothing(sources[0])]
    return Imported(
        path=folder / BOOK,
        interpretation=interpretation,
        counts={name: len(rows) for name, rows in tables.items()},
        notes=len(maker.notes),
        findings=order_findings(findings),
        changes=changes,
    )


def _compare(
    tables: Mapping[str, Rows], schema: Schema, language: Language, earlier: Earlier | None
) -> tuple[tuple[RowChange, ...] | None, Renamed]:
    """Return what changed since the earlier import, and which rows have another name now."""
    if earlier is None:
        return None, {}
    renamed = find_renamed(earlier.tables, tables, schema, language)
    return list_changes(earlier.tables, tables, renamed, schema, language), renamed


def _tell_nothing(source: SourceSheet) -> Finding:
    """Tell that nothing was like a table: whoever knows may say so on the page."""
    return tell("import-nothing", "warning", Place(file=source.file), chapter="importing")


def _write(
    folder: Path,
    interpretation: Interpretation,
    tables: Mapping[str, Rows],
    notes: Sequence[Note],
    ids: Sequence[KeptId],
    schema: Schema,
    earlier: Earlier | None,
    changes: tuple[RowChange, ...] | None,
) -> None:
    book = render_book(interpretation, tables, notes, schema)
    block = render_block(interpretation, fingerprint(tables))
    if earlier is None:
        title = _choose_title(
            folder.absolute().name, [sheet.source.file for sheet in interpretation.sheets]
        )
        settings = _make_settings(folder, title, interpretation, tables, schema, block)
        write_new_folder(folder, {FILE: settings, BOOK: book, IDS: render_kept_ids(ids)})
        return
    previous = None
    if changes or earlier.is_edited:
        previous = say("importing.previous").say(interpretation.language)
        write_file(folder / previous / BOOK, earlier.book)
        write_file(folder / previous / FILE, earlier.settings)
        write_file(folder / previous / IDS, render_kept_ids(earlier.ids))
    # An old row is known by its former name too: in this order all fits whenever it is cut off.
    write_file(folder / IDS, render_kept_ids(ids))
    write_file(folder / BOOK, book)
    write_file(folder / FILE, replace_block(earlier.settings, block, previous))


def _choose_title(name: str, files: Sequence[str]) -> str:
    """Return the title of a network: the name of its folder, as that of its file has it.

    A folder that is made for a file has none of its spaces; on paper it should.
    """
    stems = [Path(file).stem for file in files]
    return next((stem for stem in stems if make_stems([stem]) == [name]), name)


def _make_settings(
    folder: Path,
    title: str,
    interpretation: Interpretation,
    tables: Mapping[str, Rows],
    schema: Schema,
    block: str,
) -> str:
    name = folder.absolute().name
    language = interpretation.language
    full = [language, *_find_full_languages(tables, schema, language)]
    return render_settings(
        id_=make_slug(name),
        title=conceal(title),
        language=language,
        languages=[each for each in LANGUAGES if each in full],
        block=block,
    )


def _find_full_languages(
    tables: Mapping[str, Rows], schema: Schema, language: Language
) -> list[Language]:
    """Return the languages that every row with a name of its own has one in."""
    counts = Counter[Language]()
    named = 0
    for name, rows in tables.items():
        columns = [column for column in schema.table(name).columns if is_label(column)]
        for row in rows if columns else ():
            named += 1
            counts.update(c.language for c in columns if c.language and row.get(c.key))
    return [each for each, count in counts.items() if each != language and count == named]
