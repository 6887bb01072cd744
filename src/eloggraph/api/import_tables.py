"""Anybody's tables into a network folder."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from eloggraph.errors import OptionError
from eloggraph.text import Language, check_language

if TYPE_CHECKING:
    from eloggraph.importing.choosing import Choice
    from eloggraph.importing.take_in import Imported


def import_tables(
    files: str | Path | Sequence[str | Path],
    to: str | Path,
    *,
    language: Language | None = None,
    preferred: Language = "fi",
    replace: bool = False,
    choices: Mapping[Choice, str] | None = None,
    amends: bool = False,
) -> Imported:
    r"""Import tables of any headers into a network folder: XLSX, XLSM, ODS, CSV.

    Which sheet is which table and which column is which is guessed from headers and values, and
    told with how sure it is: in what is returned, on the first sheet of the workbook that is made,
    and in its ``network.toml``. Both are to be corrected; the next import into the same folder goes
    by them, and tells what changed. Columns that are like none of the model are kept as notes;
    personal data is left out.

    Parameters
    ----------
    files
        One or more workbooks or CSV files; they stay as they are.
    to
        A new folder, or one that an earlier import made.
    language
        Of the names in the tables; by default that of most headers.
    preferred
        That language where as many headers are of one as of another.
    replace
        Replace tables that were changed by hand since the earlier import; they are kept inside the
        folder as the version before.
    choices
        Corrections by file, sheet and header (None where a sheet as a whole is meant): the name of
        a table, ``note``, ``personal`` or ``table.column``. They are about an earlier import into
        the folder, and are kept.
    amends
        Whether the files are those of the earlier import with corrections in them, and so no new
        version.

    Returns
    -------
    The workbook, how everything was read, how many rows each table has, what could not be taken
    as it is, and what changed since the earlier import.

    Raises
    ------
    OptionError
        When no file is given.
    InputError
        When a file cannot be read, or a correction is none; all of it is told at once.
    OutputError
        When the folder holds something else or tables changed by hand, or cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     own = Path(folder) / "own.csv"
    ...     _ = own.write_text("Organisaatio;Kunta\nOhjaamo;Kuopio\n", encoding="utf-8")
    ...     dict(import_tables(own, Path(folder) / "network").counts)["actors"]
    1
    """
    listed = [files] if isinstance(files, str | Path) else list(files)
    if not listed:
        raise OptionError.about("importing.usage.files")
    from eloggraph.importing.take_in import take_in
    from eloggraph.schema.packaged import packaged_schema

    return take_in(
        [Path(file) for file in listed],
        Path(to),
        packaged_schema(),
        language=None if language is None else check_language(language),
        preferred=check_language(preferred),
        replace=replace,
        choices=choices,
        amends=amends,
    )
