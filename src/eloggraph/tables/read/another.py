"""Files that were never meant as tables of the model: most of their headers are unknown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from eloggraph.finding import Finding, Place, name_file_cause, tell
from eloggraph.tables.model import MatchedTable

# One unknown header or two are slips, or columns of one's own in a table of the model.
_FEWEST = 3


def tell_other_files(
    tables: Sequence[MatchedTable], findings: Iterable[Finding]
) -> Iterator[Finding]:
    """Tell, once for a file, that it looks like somebody's own table; ``import`` reads such.

    Parameters
    ----------
    tables
        The tables of a network as matched.
    findings
        What was told of their headers, in the same files.
    """
    known = Counter[str]()
    for matched in tables:
        known[matched.raw.file] += len(matched.positions)
    unknown: dict[str, list[Finding]] = {}
    for finding in findings:
        if finding.code == "header-unknown" and finding.place:
            unknown.setdefault(finding.place.file, []).append(finding)
    for file, told in unknown.items():
        if len(told) >= _FEWEST and len(told) > known[file]:
            sheets = {each.place.sheet for each in told if each.place}
            place = Place(file=file, sheet=sheets.pop() if len(sheets) == 1 else None)
            shown = f'"{file}"' if " " in file else file
            found = tell("headers-unknown", "violation", place, value=shown)
            yield replace(found, cause=name_file_cause(file))
