"""Where in a query an error is: what the editor of the local page marks."""

from __future__ import annotations

import re
from collections.abc import Sequence

from eloggraph.finding import Finding

# As the engine says it, which counts characters from one and names the furthest it came.
_AT = re.compile(r"error at (\d+):(\d+)")
_NAMED = ("query-iri-spaced", "query-prefix-unknown", "query-forbidden")


def find_error(text: str, faults: Sequence[Finding]) -> tuple[int, int] | None:
    """Return line and column, from one, at which a query is wrong; None where nobody says.

    >>> from eloggraph.finding import tell
    >>> find_error("ASK x", [tell("query-malformed", "violation", reason="error at 1:5: no")])
    (1, 5)
    """
    for fault in faults:
        if fault.code == "query-malformed" and (at := _AT.search(fault.message.en)):
            return int(at[1]), int(at[2])
        if fault.code in _NAMED and fault.value:
            found = re.search(rf"(?<![\w:-]){re.escape(fault.value)}", text, re.IGNORECASE)
            if found is not None:
                # Of an IRI it is its space.
                before = text[: found.start() + max(0, fault.value.find(" "))]
                return before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1
    return None
