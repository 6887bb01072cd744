"""What form an output has: what ``--format`` says, else what the ending of its name says."""

from __future__ import annotations

from collections.abc import Sequence

import click

from eloggraph.api.language import choose_language
from eloggraph.text import Language, say

# The endings that tell a form, and those that it may have when it is asked for by name.
_TELLING = {
    "json": (".json",),
    "sarif": (".sarif", ".sarif.json"),
    "junit": (".xml",),
    "markdown": (".md", ".markdown"),
    "md": (".md", ".markdown"),
    "html": (".html", ".htm"),
    "csv": (".csv",),
    "turtle": (".ttl",),
    "ntriples": (".nt",),
    "nquads": (".nq",),
    "csvw": ("-metadata.json",),
    "frictionless": ("datapackage.json",),
    "bibtex": (".bib",),
    "datacite": ("datacite.json",),
    "cff": (".cff",),
    "tsv": (".tsv",),
    "ndjson": (".ndjson", ".jsonl"),
    "parquet": (".parquet",),
    "sparql-json": (".srj",),
    "sparql-xml": (".srx",),
    "trig": (".trig",),
    "jsonld": (".jsonld",),
    "rdfxml": (".rdf",),
}
_ALSO = {
    "sarif": (".json",),
    "spreadsheet": (".csv",),
    "csvw": (".json",),
    "frictionless": (".json",),
    "datacite": (".json",),
    "ntriples": (".ttl",),
    "sparql-json": (".json",),
    "sparql-xml": (".xml",),
    "jsonld": (".json",),
    "rdfxml": (".xml", ".owl"),
    **dict.fromkeys(("cpsv", "cpov", "dcat"), (".ttl",)),
}
# Forms that people may ask for and no command writes so; ``.txt`` and other endings say nothing.
_OTHER = (
    *(".owl", ".graphml", ".yaml", ".yml", ".toml"),
    *(".xlsx", ".xlsm", ".xls", ".ods", ".pdf", ".docx", ".odt", ".svg", ".png"),
    *(".gz", ".zip"),
)
_KNOWN = (*(each for endings in _TELLING.values() for each in endings), *_OTHER)


def choose_form(
    forms: Sequence[str],
    given: str | None,
    output: str | None,
    language: Language | None = None,
    *,
    has_option: bool = True,
) -> str:
    """Return the form of an output: the given one, the one that its name tells, or the first.

    Parameters
    ----------
    forms
        What the command writes, the default first.
    given
        What ``--format`` said: the reader's own word. Where the name tells another form, that is
        said on stderr.
    output
        The name of the output; None or ``-`` is stdout.
    has_option
        Whether the form of this output can be said with ``--format``.

    Raises
    ------
    click.UsageError
        When the name tells a form that the command does not write.

    Examples
    --------
    >>> choose_form(["turtle", "ntriples"], None, "graph.nt")
    'ntriples'
    >>> choose_form(["turtle", "ntriples"], None, "graph.txt")
    'turtle'
    """
    ending = _find_ending(output or "", _KNOWN)
    reader = choose_language(language)
    if given is not None:
        if ending and not _find_ending(ending, (*_TELLING.get(given, ()), *_ALSO.get(given, ()))):
            told = say("cli.ending.differs", value=output, ending=ending, form=given)
            click.echo(told.say(reader), err=True)
        return given
    told_by = {each: form for form in reversed(forms) for each in _TELLING.get(form, ())}
    if own := _find_ending(output or "", tuple(told_by)):
        return told_by[own]
    if ending and not _find_ending(ending, _ALSO.get(forms[0], ())):
        entry = "cli.ending.other" if has_option else "cli.ending.only"
        told = say(entry, value=output, ending=ending, forms=", ".join(forms))
        raise click.UsageError(told.say(reader))
    return forms[0]


def _find_ending(name: str, endings: Sequence[str]) -> str:
    """Return the longest of some endings that a name has, or nothing."""
    found = [ending for ending in endings if name.lower().endswith(ending)]
    return max(found, key=len, default="")
