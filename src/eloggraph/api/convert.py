"""Tables carried between CSV files and a workbook."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

from eloggraph.errors import OptionError

if TYPE_CHECKING:
    from eloggraph.tables.write.convert import Converted

Separator = Literal["semicolon", "comma", "tab"]
SEPARATORS: dict[str, str] = {"semicolon": ";", "comma": ",", "tab": "\t"}


def convert(
    source: str | Path,
    target: str | Path,
    *,
    separator: Separator | None = None,
    excel_safe: bool = False,
    from_excel_safe: bool = False,
    untrusted: bool = False,
) -> Converted:
    """Carry tables from CSV files to a workbook or from a workbook to CSV files.

    Every text stays as it is; what is written is read again before it gets its name.

    Parameters
    ----------
    source
        A network folder, or one workbook or CSV file.
    target
        A workbook, where its name ends with ``.xlsx``, or else a new folder of CSV files.
    separator
        Of the CSV files: ``semicolon``, which is the default, ``comma`` or ``tab``.
    excel_safe
        Guard what a spreadsheet would take for a formula when it opens a CSV file.
    from_excel_safe
        The CSV files of the source are guarded so; take the guards away.
    untrusted
        As that of :func:`eloggraph.open`.

    Raises
    ------
    OptionError
        When an option is about CSV files, and there are none.
    InputError
        When something cannot be read, or cannot be carried as it is; all of it is told at once.
    OutputError
        When the target is there already, or cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     convert("datasets/osaajaks", f"{folder}/network.xlsx").tables
    22
    """
    source, target = Path(source), Path(target)
    if target.suffix.lower() == ".xlsx" and (excel_safe or separator):
        raise OptionError.about("template.usage.excel-safe")
    if from_excel_safe and _is_workbook_only(source):
        raise OptionError.about("template.usage.from-excel-safe")
    from eloggraph.api.named import list_inputs
    from eloggraph.output import refuse_inputs
    from eloggraph.schema.packaged import packaged_schema
    from eloggraph.tables.write import convert as conversion

    refuse_inputs(target, list_inputs([source]))
    return conversion.convert(
        source,
        target,
        packaged_schema(),
        separator=SEPARATORS[separator or "semicolon"],
        excel_safe=excel_safe,
        from_excel_safe=from_excel_safe,
        untrusted=untrusted,
    )


def _is_workbook_only(source: Path) -> bool:
    from eloggraph.filenames import is_csv, is_workbook
    from eloggraph.tables.read.records import list_table_files

    if not source.is_dir():
        return is_workbook(source)
    files = list_table_files(source)
    return bool(files) and not any(map(is_csv, files))
