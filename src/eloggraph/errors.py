"""Errors: the work could not be done. A fault in the data is a Finding instead.

The tree::

    EloggraphError
    ├── InputError    something given could not be read
    │   └── FaultyError   the data has violations, and no draft was asked for
    ├── OptionError   options that do not go together, or would do nothing
    ├── OutputError   something could not be written; what was there before is untouched
    └── QueryError    a query is unknown, malformed or not allowed

Every error carries findings from the catalogue, so that it is told like any other fault:
where, what was seen and what to do, in every language.
"""

from __future__ import annotations

from typing import Self

from eloggraph.finding import Finding, Place, tell
from eloggraph.text import Text, say


class EloggraphError(Exception):
    """The work could not be done; ``findings`` say why, all reasons at once.

    Examples
    --------
    >>> import eloggraph
    >>> try:
    ...     eloggraph.open("no-such-folder").build()
    ... except EloggraphError as error:
    ...     [finding.code for finding in error.findings]
    ['folder-missing']
    """

    def __init__(self, *findings: Finding) -> None:
        self.findings = findings
        said = (f"{finding.message.en} {finding.remedy.en}".strip() for finding in findings)
        super().__init__(" ".join(said))

    @classmethod
    def tell(cls, code: str, place: Place | None = None, **values: object) -> Self:
        """Make the error from one catalogue entry."""
        return cls(tell(code, "violation", place, **values))  # type: ignore[arg-type]


class InputError(EloggraphError):
    """Something given could not be read.

    Examples
    --------
    >>> raise InputError.tell("folder-missing", value="no-such-folder")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    eloggraph.errors.InputError: ...
    """


class OptionError(EloggraphError):
    """Options that do not go together, or one that would do nothing.

    Examples
    --------
    >>> import eloggraph
    >>> eloggraph.new("x", xlsx=True, metadata=True)  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    eloggraph.errors.OptionError: --metadata describes CSV files: ...
    """

    @classmethod
    def about(cls, key: str, **values: object) -> Self:
        """Make the error from one sentence of the catalogue."""
        code = key.rpartition(".")[2]
        nothing = Text.same("")
        return cls(
            Finding(code=code, severity="violation", message=say(key, **values), remedy=nothing)
        )


class FaultyError(InputError):
    """The tables could be read, but have faults, and no draft was asked for."""


class OutputError(EloggraphError):
    """Something could not be written; what was there before is untouched.

    Examples
    --------
    >>> import eloggraph
    >>> eloggraph.docs("/dev/null")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    eloggraph.errors.OutputError: ...
    """


class QueryError(EloggraphError):
    """A query is unknown, malformed or not allowed.

    Examples
    --------
    >>> import eloggraph
    >>> eloggraph.open("datasets/osaajaks").query("no-such-query")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    eloggraph.errors.QueryError: ...
    """
