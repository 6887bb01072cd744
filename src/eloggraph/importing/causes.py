"""A column that many values speak against is told once, and its values under it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from eloggraph.finding import Finding, tell
from eloggraph.text import quote_names

_UNREAD = frozenset({
    "import-value-unread", "import-amount-kronor", "import-code-unknown", "import-name-unknown",
})  # fmt: skip
# Fewer values may be slips; from so many on the column was rather read as what it is not.
_MANY, _MOST_NAMES = 3, 8


def tell_columns(findings: Sequence[Finding]) -> list[Finding]:
    """Return findings with one for each column of which many different values cannot be read.

    What is told of its cells follows from it.
    """
    columns: dict[tuple[str, str | None, str], list[Finding]] = {}
    for finding in findings:
        place = finding.place
        if finding.code in _UNREAD and place is not None and place.column is not None:
            columns.setdefault((place.file, place.sheet, place.column), []).append(finding)
    told: list[Finding] = []
    causes: dict[int, str] = {}
    for key, members in columns.items():
        values = list(dict.fromkeys(str(finding.value) for finding in members))
        if len(values) < _MANY or (place := members[0].place) is None:
            continue
        cause = "import-column:" + ":".join(part or "" for part in key)
        causes |= dict.fromkeys(map(id, members), cause)
        made = tell(
            "import-column-unread",
            "warning",
            replace(place, row=None),
            chapter="importing",
            n=len(values),
            names=quote_names(values, most=_MOST_NAMES),
        )
        told.append(replace(made, cause=cause))
    rest = [replace(f, due_to=(causes[id(f)],)) if id(f) in causes else f for f in findings]
    return [*told, *rest]
