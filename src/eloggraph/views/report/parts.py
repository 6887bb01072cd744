"""Parts of the report that more than one section takes: signs and places."""

from __future__ import annotations

from eloggraph.finding import Place
from eloggraph.text import Text, say

# Every state has a sign and a word beside its colour.
SEVERITY_SIGNS = {"violation": "✕", "warning": "!", "info": "i"}


def write_place(place: Place | None) -> Text:
    """Say where a finding is: file, sheet, row and column, as far as they are known."""
    if place is None:
        return say("pages.shared.no-value")
    head = "sheet" if place.sheet else "file"
    parts = [say(f"pages.place.{head}", file=place.file, sheet=place.sheet or "")]
    if place.row is not None:
        parts.append(say("pages.place.row", row=str(place.row)))
    if place.column is not None:
        parts.append(say("pages.place.column", column=place.column))
    return Text.each(lambda language: ", ".join(part.say(language) for part in parts))
