"""A network folder: its settings, its tables matched to the schema, and the folders it uses."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from eloggraph.config import FILE, NetworkConfig, default_config, find_placeholders, read_config
from eloggraph.errors import InputError
from eloggraph.filenames import IDS, is_csv, is_workbook
from eloggraph.finding import Finding, Place, tell
from eloggraph.schema.model import Schema
from eloggraph.schema.names import normalise_header
from eloggraph.schema.package import PACKAGED_NETWORKS, packaged_network
from eloggraph.tables.ids.kept import KeptIds, read_kept_ids
from eloggraph.tables.ids.make import IdBook, make_ids
from eloggraph.tables.model import CountKnown, MatchedTable, RawTable
from eloggraph.tables.read.another import tell_other_files
from eloggraph.tables.read.books import Books, find_settings, open_workbooks
from eloggraph.tables.read.characters import find_character_faults
from eloggraph.tables.read.delimited import read_csv
from eloggraph.tables.read.files import is_ids, list_tables, tell_ignored
from eloggraph.tables.read.match import (
    column_names,
    match_table,
    match_table_name,
)
from eloggraph.tables.read.modules import find_unknown_modules
from eloggraph.tables.read.outside import find_links_out, find_top, list_inside, refuse_use
from eloggraph.tables.read.private import (
    find_private_cells,
    find_private_names,
    find_private_settings,
)
from eloggraph.tables.read.settings import SheetSettings, tell_defaults
from eloggraph.tables.read.typed_remarks import tell_shown
from eloggraph.tables.read.unknown import (
    is_ignored,
    leave_out_folded,
    leave_out_own,
    tell_unknown_table,
)
from eloggraph.text import quote_names

Renames = Mapping[str, Mapping[str, str]]

# After these findings something is unread, so a graph built from the rest would be wrong.
_FATAL = frozenset(
    {
        "file-unreadable",
        "config-syntax",
        "encoding-unknown",
        "encoding-unmarked",
        "file-is-workbook",
        "file-not-regular",
        "file-web-page",
        "cell-nul",
        "conflict-marker",
        "quote-unclosed",
        "cell-too-long",
        "row-too-wide",
        "rows-too-short",
        "workbook-refused",
        "workbook-locked",
        "link-outside",
        "uses-missing",
        "uses-outside",
        "uses-unreadable",
        "folder-without-tables",
    }
)

_UNREAD = _FATAL | {"table-unknown"}
# Their value names the folder that was not read.
_OF_USES = frozenset({"uses-missing", "uses-outside", "uses-unreadable"})


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkTables:
    """A network folder as read: settings, matched tables, used folders, and all faults.

    ``complete`` is false where something could not be read at all; then the tables are not fit
    to build a graph from. ``untrusted`` says that nothing outside was read on a stranger's word.
    ``ids`` are those that were made for rows without one, and ``ids_file`` where they were kept.
    """

    folder: Path
    config: NetworkConfig
    tables: tuple[MatchedTable, ...]
    uses: tuple[NetworkTables, ...]
    findings: tuple[Finding, ...]
    complete: bool
    untrusted: bool = False
    looked_at: tuple[Path, ...] = ()
    ids: IdBook = field(default_factory=IdBook)
    ids_file: Path | None = None

    def sources(self) -> tuple[Path, ...]:
        """Return every folder that was read from, those of used networks included."""
        return tuple(network.folder for network in self.walk())

    def files(self) -> tuple[Path, ...]:
        """Return every file that was read, those of used folders included."""
        return tuple(
            path
            for network in self.walk()
            for path in sorted(
                {network.folder / matched.raw.file for matched in network.tables}
                | {path for path in (network.folder / FILE,) if path.exists()}
                | {path for path in (network.ids_file,) if path is not None}
            )
        )

    def unread(self) -> tuple[str, ...]:
        """Return by name what was meant to be read and was not: files, and folders that are used.

        What they hold is not known, so nobody can say that it is missing.
        """
        told = {
            finding.value
            if finding.place.file == FILE or finding.code in _OF_USES
            else finding.place.file
            for network in self.walk()
            for finding in network.findings
            if finding.place and finding.severity == "violation" and finding.code in _UNREAD
        }
        return tuple(sorted(name for name in told if name))

    def table_files(self) -> tuple[Path, ...]:
        """Return the files of this network alone that tables were looked for in."""
        return self.looked_at

    def walk(self) -> Iterator[NetworkTables]:
        """Yield this network and all that it uses, each folder once, in the order of use."""
        seen: set[Path] = set()
        waiting = [self]
        while waiting:
            network = waiting.pop()
            if network.folder.resolve() not in seen:
                seen.add(network.folder.resolve())
                yield network
                waiting += reversed(network.uses)


def read_network(path: Path, schema: Schema, *, untrusted: bool = False) -> NetworkTables:
    """Read a network folder: ``network.toml``, its CSV files, its workbook, what it uses.

    A workbook may be given in place of the folder: it alone is read then, by the settings of the
    folder that it is in. With ``untrusted`` nothing is read that lies outside of the folder, but
    what it uses within the repository.

    Raises
    ------
    InputError
        When there is no such folder. Every other fault is a finding, all at once.
    """
    if _is_folder(path):
        top = find_top(path) if untrusted else None
        return _read_network(path, schema, frozenset({path.resolve()}), {}, top)
    if os.path.lexists(path) and is_workbook(path):
        seen = frozenset({path.parent.resolve()})
        top = find_top(path.parent) if untrusted else None
        return _read_network(path.parent, schema, seen, {}, top, only=path)
    code = "folder-is-file" if os.path.lexists(path) else "folder-missing"
    raise InputError.tell(code, value=str(path))


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # a name too long, or a folder above it that may not be entered
        return False


def _is_fatal(finding: Finding) -> bool:
    # A link to a folder is a warning: nothing would be read from it.
    return finding.code in _FATAL and finding.severity == "violation"


def _read_network(
    folder: Path,
    schema: Schema,
    above: frozenset[Path],
    read: dict[Path, NetworkTables],
    top: Path | None,
    only: Path | None = None,
) -> NetworkTables:
    """Read a folder and what it uses: each folder once, however many use it.

    ``above`` are the folders that lead to this one, ``read`` those that have been read; nothing is
    read above ``top``, if there is one.
    """
    found = list[Finding]()
    books = open_workbooks(folder, top, only)
    sheet = find_settings(books, schema)
    config = _read_settings(folder, top, found, sheet)
    settings = config or default_config(folder)
    # Settings that cannot be read declare no language, and no column is missed for one.
    languages = settings.languages if config else ()
    renames = {_table_key(name, schema): columns for name, columns in settings.renames.items()}
    paths = [only] if only else _list_files(folder, settings, top, found)
    others = [path for path in paths if not is_ignored(path.stem, settings.ignore)]
    found.extend(() if only else tell_ignored(others, schema))
    wanted = [only] if only else list_tables(paths)
    raw_tables = [
        raw for path in wanted for raw in _read_raw_tables(path, schema, renames, found, books)
    ]
    tables: list[MatchedTable] = []
    for raw in raw_tables:
        table = match_table_name(raw.stem, schema)
        if table is None:
            if not is_ignored(raw.stem, settings.ignore):
                found.append(tell_unknown_table(raw, schema))
            continue
        matched, told = match_table(raw, table, renames.get(table.name, {}), languages)
        tables.append(matched)
        found = leave_out_folded(found, matched)
        found.extend(told)
        found.extend(tell_shown(matched))
        keys = frozenset(matched.positions[key] for key in table.key if key in matched.positions)
        found.extend(find_character_faults(raw, keys))
    found.extend(tell_other_files(tables, found))
    ids_file = _find_ids(folder, paths, only)
    kept, told = read_kept_ids(ids_file, schema) if ids_file else (KeptIds(), [])
    found.extend(told)
    tables, ids, told = make_ids(tables, settings.languages, kept)
    found.extend(told)
    found.extend(find_private_cells(raw_tables, tables))
    found.extend(find_private_names([path.name for path in paths], raw_tables))
    # An empty network is one that somebody has just begun.
    if any(matched.raw.frame.height for matched in tables):
        found.extend(find_placeholders(settings))
        found.extend(tell_defaults(sheet, settings, folder) if sheet else ())
    found.extend(find_unknown_modules(settings.modules or (), schema))
    uses = tuple(_read_uses(folder, settings, schema, above, read, top, found))
    # An empty folder must not pass the check as a network without faults.
    if not tables and not any(map(_is_fatal, found)):
        found.append(tell("folder-without-tables", "violation", value=folder.resolve().name))
    return NetworkTables(
        folder=folder,
        config=settings,
        tables=tuple(tables),
        uses=uses,
        findings=tuple(map(sheet.locate, found) if sheet else found),
        complete=config is not None and not any(map(_is_fatal, found)),
        untrusted=top is not None,
        looked_at=tuple(wanted),
        ids=ids,
        ids_file=ids_file,
    )


def _find_ids(folder: Path, paths: Iterable[Path], only: Path | None) -> Path | None:
    """Return the file of ids that were made at earlier readings; None where there is none."""
    if only is None:
        return next(filter(is_ids, paths), None)
    beside = folder / IDS
    return beside if beside.is_file() and not beside.is_symlink() else None


def _read_settings(
    folder: Path, top: Path | None, found: list[Finding], sheet: SheetSettings | None
) -> NetworkConfig | None:
    """Read the settings: a sheet of them, and ``network.toml`` if it is no link out."""
    found.extend(sheet.findings if sheet else ())
    for _, fault in find_links_out(folder, [folder / FILE], (), untrusted=top is not None):
        found.append(fault)
        return None
    config, findings = read_config(folder, sheet.said if sheet else None)
    found.extend((*findings, *(find_private_settings(config) if config else ())))
    return config


def _list_files(
    folder: Path, config: NetworkConfig, top: Path | None, found: list[Finding]
) -> list[Path]:
    """Return the files of a folder in order of name, without the links that are not followed."""
    try:
        paths, outside = list_inside(folder, config.uses, untrusted=top is not None)
    except OSError as error:
        reason = error.strerror or str(error)
        found.append(tell("file-unreadable", "violation", Place(file=folder.name), reason=reason))
        return []
    # The settings have told of themselves.
    found.extend(each for each in outside if each.place != Place(file=FILE))
    return paths


def _read_raw_tables(
    path: Path, schema: Schema, renames: Renames, found: list[Finding], books: Books
) -> list[RawTable]:
    if is_csv(path):
        raw, told = read_csv(path, path.name, header_counter(path.stem, schema, renames))
        found.extend(told)
        return [raw] if raw else []
    from eloggraph.tables.read.workbook import list_sheet_tables, load_workbook

    book, noticed = books.get(path) or load_workbook(path, path.name)
    counter = partial(header_counter, schema=schema, renames=renames)
    sheets, told = list_sheet_tables(book, noticed, counter)
    found.extend(leave_out_own(told, schema, _FATAL))
    return sheets


def _table_key(name: str, schema: Schema) -> str:
    table = match_table_name(name, schema)
    return table.name if table else name


def header_counter(stem: str, schema: Schema, renames: Renames | None = None) -> CountKnown:
    """Return what tells how many of some cells are headers of the table of a file or sheet.

    ``renames`` are the headers that are declared for each table.
    """
    table = match_table_name(stem, schema)
    known: Set[str] = column_names(table).keys() if table else frozenset()
    if table and renames:
        known = known | {normalise_header(header) for header in renames.get(table.name, ())}

    def count_known(headers: Sequence[str]) -> int:
        return sum(normalise_header(header) in known for header in headers)

    return count_known


def find_used(folder: Path, entry: str) -> Path | None:
    """Return the folder that an entry of ``uses`` means; None where there is none.

    A path from the network's own folder wins: nobody's own data are replaced by what comes with
    the toolkit, whose networks are meant by their bare name (``suomi``).
    """
    path = folder / entry
    return path if _is_folder(path) else packaged_network(entry)


def _read_uses(
    folder: Path,
    config: NetworkConfig,
    schema: Schema,
    above: frozenset[Path],
    read: dict[Path, NetworkTables],
    top: Path | None,
    found: list[Finding],
) -> list[NetworkTables]:
    used: list[NetworkTables] = []
    for entry in config.uses:
        place = Place(file=FILE, column="uses")
        if (refused := refuse_use(entry, folder, top)) is not None:
            found.append(refused)
        elif (path := find_used(folder, entry)) is None:
            known = quote_names(PACKAGED_NETWORKS)
            found.append(tell("uses-missing", "violation", place, value=entry, known=known))
        elif (place_of := path.resolve()) not in above:
            network = read.get(place_of)
            if network is None:
                network = _read_network(path, schema, above | {place_of}, read, top)
                read[place_of] = network
            faults = sum(finding.severity == "violation" for finding in network.findings)
            found.extend(_repeat_outside(network.findings, entry))
            if not network.complete:
                found.append(tell("uses-unreadable", "violation", place, value=entry))
            elif faults:
                found.append(tell("uses-faulty", "warning", place, value=entry, n=faults))
            used.append(network)
    return used


def _repeat_outside(findings: Iterable[Finding], entry: str) -> Iterator[Finding]:
    """Yield what a used folder lacks because it lies outside: nobody may look there for it."""
    for finding in findings:
        if finding.code in ("link-outside", "uses-outside") and finding.place is not None:
            file = f"{entry.rstrip('/')}/{finding.place.file}"
            yield replace(finding, place=replace(finding.place, file=file))
