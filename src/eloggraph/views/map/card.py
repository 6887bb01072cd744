"""What the card of a chosen node tells beside its own row, and where all of it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from eloggraph.analysis.sentences import write_day
from eloggraph.finding import Place
from eloggraph.private import conceal
from eloggraph.snapshot.days import last_day
from eloggraph.text import Text, say

if TYPE_CHECKING:
    from eloggraph.analysis.affiliation import Tie
    from eloggraph.analysis.profiles import Profile
    from eloggraph.analysis.tie_ends import TieEnd
    from eloggraph.views.map.model import MapModel, MapNode
    from eloggraph.views.page.render import TextTable


@dataclass(frozen=True, slots=True, kw_only=True)
class Cards:
    """What cards tell: of nodes by their IRI, of ending ties by their number.

    ``places`` are the rows of things by IRI, ``pairs`` those of ties that have no row of their own.
    """

    profiles: Mapping[str, Profile] = field(default_factory=dict)
    ends: Mapping[int, TieEnd] = field(default_factory=dict)
    places: Mapping[str, Place] = field(default_factory=dict)
    pairs: Mapping[tuple[str, str], Place] = field(default_factory=dict)

    def for_public(self) -> Cards:
        """Return the same without posts, and without what the row of a node lacks."""
        profiles = {
            node: replace(
                profile,
                lacking=(),
                chapters=tuple(each for each in profile.chapters if each.key != "posts"),
            )
            for node, profile in self.profiles.items()
        }
        return replace(self, profiles=profiles)

    def place(self, tie: Tie) -> Place | None:
        """Return the row that tells of a tie."""
        own = self.places.get(tie.statement) if tie.statement else None
        return own or self.pairs.get((tie.source, tie.target))


@dataclass(slots=True)
class PlaceTable:
    """The files and sheets of places, each once, so that a place is two numbers."""

    texts: TextTable
    numbers: dict[tuple[str, str | None], int] = field(default_factory=dict)

    def at(self, place: Place | None) -> list[int]:
        """Return a place as the numbers of its file and its row; an unknown one is empty."""
        if place is None or place.row is None:
            return []
        key = (place.file, place.sheet)
        return [self.numbers.setdefault(key, len(self.numbers)), place.row]

    def to_list(self) -> list[int]:
        """Return what the files and sheets are called, as texts by number."""
        return [self.texts.at(name_file(file, sheet)) for file, sheet in self.numbers]


def name_file(file: str, sheet: str | None) -> Text:
    """Say what a file is called, and its sheet.

    >>> name_file("network.xlsx", "Toimijat").en
    'network.xlsx, sheet Toimijat'
    """
    if sheet:
        return say("pages.place.sheet", file=conceal(file), sheet=conceal(sheet))
    return Text.same(conceal(file))


def cite(place: Place) -> Text:
    """Return where a fact stands in the data: the file, the sheet and the row.

    >>> cite(Place(file="actors.csv", row=12)).fi
    'actors.csv, rivi 12'
    """
    parts = (name_file(place.file, place.sheet), say("pages.place.row", row=str(place.row)))
    return Text.each(lambda language: ", ".join(part.say(language) for part in parts))


def profile_data(
    cards: Cards, node: MapNode, texts: TextTable, places: PlaceTable
) -> dict[str, object]:
    """Return the chapters of a node's card, and what its row lacks; nothing where there is none."""
    profile = cards.profiles.get(node.iri)
    if profile is None:
        return {}
    chapters = [
        [
            texts.at(chapter.title),
            [
                [
                    [texts.at(label) for label in entry.labels],
                    [texts.at(line) for line in entry.lines],
                    [places.at(cards.places.get(thing)) for thing in entry.things],
                ]
                for entry in chapter.entries
            ],
        ]
        for chapter in profile.chapters
    ]
    told: dict[str, object] = {"chapters": chapters} if chapters else {}
    if profile.lacking:
        told["lacking"] = [texts.at(each) for each in profile.lacking]
    return told


def end_data(model: MapModel, texts: TextTable) -> dict[str, list[int]]:
    """Return by its number the day on which a tie ends, to sort by and to tell, and its project."""
    found = {}
    for at in sorted(model.ending):
        end = model.cards.ends.get(at)
        if end is not None and end.until is not None:
            order = int(last_day(end.until).strftime("%Y%m%d"))
            carrier = [texts.at(end.carrier)] if end.carrier else []
            found[str(at)] = [order, texts.at(write_day(end.until)), *carrier]
    return found
