"""Errors: the work could not be done. A fault in the data is a Finding instead.

The tree::

    EloggraphError
    ├── InputError    something given could not be read
    ├── OutputError   something could not be written; what was there before is untouched
    └── QueryError    a query is unknown, malformed or not allowed

Every error carries findings from the catalogue, so that it is told like any other fault:
where, what was seen and what to do, in three languages.
"""

from __future__ import annotations

from typing import Self

from eloggraph.finding import Finding, Place, tell


class EloggraphError(Exception):
    """The work could not be done; ``findings`` say why, all reasons at once."""

    def __init__(self, *findings: Finding) -> None:
        self.findings = findings
        super().__init__(
            " ".join(f"{finding.message.en} {finding.remedy.en}" for finding in findings)
        )

    @classmethod
    def tell(cls, code: str, place: Place | None = None, **values: object) -> Self:
        """Make the error from one catalogue entry."""
        return cls(tell(code, "violation", place, **values))  # type: ignore[arg-type]


class InputError(EloggraphError):
    """Something given could not be read."""


class OutputError(EloggraphError):
    """Something could not be written; what was there before is untouched."""


class QueryError(EloggraphError):
    """A query is unknown, malformed or not allowed."""
