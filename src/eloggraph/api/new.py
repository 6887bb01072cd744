"""A new network folder: empty tables, or an invented example."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from eloggraph.api.language import choose_language
from eloggraph.errors import OptionError
from eloggraph.text import LANGUAGES, LISTED, Language

if TYPE_CHECKING:
    from eloggraph.example.writing import Size


def new(
    folder: str | Path,
    *,
    xlsx: bool = False,
    metadata: bool = False,
    tables: Sequence[str] | None = None,
    modules: Sequence[str] | None = None,
    everything: bool = False,
    languages: Sequence[Language] | None = None,
    source: str | Path | None = None,
    example: Size | None = None,
    seed: int | None = None,
    lang: Language | None = None,
) -> Path:
    """Write a new network folder with empty tables, or with an invented example in them.

    Parameters
    ----------
    folder
        A folder that is not there yet, or is empty; or a network of CSV files whose settings name
        ``modules``, which gets the empty tables that it lacks.
    xlsx
        One workbook with drop-downs and help, instead of CSV files and a guide.
    metadata
        Describe the CSV files for other programs too.
    tables
        Only these tables, by key or name in any language, in this order.
    modules
        Keys of modules whose tables and columns are made too; without any, those of the core.
    everything
        All tables of the core, and not only those that a network begins with.
    languages
        Those that the network is written in; each has columns for names. Without any, ``lang``.
    source
        A network whose rows and settings stand in the workbook.
    example
        ``region``, ``finland`` or ``europe``: a finished example of that size.
    seed
        Of the example; the same seed gives the same bytes.
    lang
        Of headers and help.

    Returns
    -------
    What to open first: the workbook, the guide, or the folder of the example or of what was there.

    Raises
    ------
    OptionError
        When options do not go together.
    InputError
        When a wanted table or module is none of the model, or the source cannot be read.
    OutputError
        When the folder holds something already, or cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     new(f"{folder}/network", xlsx=True, lang="en").name
    'network.xlsx'
    """
    chosen = tables or modules or everything or languages
    refused = {
        "from": source is not None and bool(not xlsx or chosen or example),
        "metadata": xlsx and metadata,
        "example": bool(example and (xlsx or metadata or chosen)),
        "tables": tables is not None and not tables,
        "all": bool(everything and tables),
        "seed": seed is not None and not example,
        "languages": languages is not None and not (languages and set(languages) <= set(LANGUAGES)),
    }
    _refuse_options(refused)
    if example:
        from eloggraph.example.writing import write_example

        return write_example(Path(folder), example, seed=seed or 0)
    if source is not None:
        return _fill(Path(folder), Path(source), choose_language(lang))
    from eloggraph.schema.packaged import packaged_schema
    from eloggraph.tables.write.template.adding import add_tables, read_modules
    from eloggraph.tables.write.template.choice import choose_tables
    from eloggraph.tables.write.template.folder import write_template

    switched = read_modules(Path(folder))
    wanted = (*(switched or ()), *(modules or ()))
    shown = choose_language(lang)
    template = choose_tables(
        packaged_schema(),
        shown,
        tables or (),
        wanted,
        languages=tuple(dict.fromkeys(languages or (shown,))),
        everything=everything,
    )
    if switched is not None and not (xlsx or metadata):
        add_tables(Path(folder), template)
        return Path(folder)
    return write_template(Path(folder), template, workbook=xlsx, metadata=metadata)


def _fill(folder: Path, source: Path, language: Language) -> Path:
    from eloggraph.api.opening import open_network
    from eloggraph.errors import InputError
    from eloggraph.tables.write.template.filled import write_filled

    network = open_network(source)
    if not network.tables.complete:
        faults = (f for f in network.tables.findings if f.severity == "violation")
        raise InputError(*faults)
    return write_filled(folder, network.tables, network.schema, language)


def _refuse_options(refused: Mapping[str, bool]) -> None:
    """Refuse options that would do nothing."""
    for name, is_refused in refused.items():
        if is_refused:
            raise OptionError.about(f"template.usage.{name}", **LISTED)
