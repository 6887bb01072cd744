"""The reference pages of the model."""

from __future__ import annotations

from pathlib import Path

from eloggraph.api.language import choose_language
from eloggraph.text import Language


def docs(
    output: str | Path,
    *,
    examples: str | Path | None = None,
    replace: bool = False,
    untrusted: bool = False,
    lang: Language | None = None,
) -> Path:
    """Write the reference pages: every table, column, class, property and code.

    Parameters
    ----------
    output
        The folder to write; an earlier output of ours there is replaced.
    examples
        A network whose rows the pages show as examples.
    replace
        Write over output files that somebody has changed, and beside files that are not ours.
    untrusted
        As that of :func:`eloggraph.open`, of the network of the examples.
    lang
        The language in which the pages open; each is there in all of them.

    Returns
    -------
    The page to open.

    Raises
    ------
    InputError
        When the network of the examples cannot be read in full.
    OutputError
        When the output cannot be written or would replace what is not ours.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     docs(folder).name
    'index.html'
    """
    from eloggraph.api.opening import open_network
    from eloggraph.api.report import read_versions
    from eloggraph.api.unread import refuse_unread
    from eloggraph.output import refuse_inputs, write_folder
    from eloggraph.schema.packaged import packaged_schema
    from eloggraph.views.reference.examples import list_rows
    from eloggraph.views.reference.site import (
        build_reference,
        describe_reference,
        render_reference,
    )

    rows = {}
    if examples:
        network = open_network(examples, untrusted=untrusted)
        refuse_inputs(output, network.sources)
        refuse_unread(network)
        rows = {matched.table.name: list_rows(matched) for matched in network.tables.tables}
    versions = {"eloggraph": read_versions()["eloggraph"]}
    model = build_reference(packaged_schema(), examples=rows, versions=versions)
    files, about = render_reference(model, choose_language(lang)), describe_reference(model)
    write_folder(Path(output), files, kind="docs", about=about, replace=replace)
    return Path(output) / "index.html"
