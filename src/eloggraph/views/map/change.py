"""What a map of two versions says of the change."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from eloggraph.analysis.sentences import join_names, write_day
from eloggraph.text import Text, say
from eloggraph.views.map.days import ChangeCount, count_changes

if TYPE_CHECKING:
    from eloggraph.views.map.model import MapModel

# What is counted, and what it is called: memberships are among the lines of a map.
_COUNTS = {"actors": "actors", "collectives": "collectives", "ties": "lines"}


def _list_things(counted: ChangeCount) -> Iterator[Text]:
    for key, name in _COUNTS.items():
        if n := getattr(counted, key):
            yield say(f"pages.count.{name}", n=n)


def tell_changes(model: MapModel) -> Text | None:
    """Say against what the map is held, and how much is new and gone; None of another map."""
    counts = {each.change: each for each in count_changes(model)}
    if not counts or model.days is None:
        return None
    parts = [
        say(f"pages.map.change-{change}", things=join_names(things, most=len(things)))
        for change in ("new", "gone")
        if (things := tuple(_list_things(counts[change])))
    ] or [say("pages.map.change-none")]
    when = write_day(model.days.days[0])
    sentences = (say("pages.map.change", when=when), *parts)
    return join_names(sentences, most=len(sentences), separator=" ")
