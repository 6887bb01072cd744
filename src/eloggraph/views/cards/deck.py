"""Every actor's card on one page: how the actor is known in the network, a sheet of A5 each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from eloggraph.analysis.sentences import join_names
from eloggraph.text import LANGUAGES, Language, Text, capitalise, format_date, say
from eloggraph.views.map.card import cite, name_file
from eloggraph.views.page.edition import Edition
from eloggraph.views.page.render import render_page

if TYPE_CHECKING:
    from eloggraph.analysis.affiliation import Tie
    from eloggraph.views.map.model import MapModel, MapNode


@dataclass(frozen=True, slots=True, kw_only=True)
class DeckRow:
    """One thing on record: what or with whom, what of it, and when."""

    name: Text
    told: Text | None = None
    when: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeckChapter:
    """The rows of one kind; ``dated`` ones have a column for when they hold."""

    title: Text
    rows: tuple[DeckRow, ...]
    dated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DeckCard:
    """What is on record of one actor; ``source`` tells in which files and rows."""

    slug: str
    label: Text
    facts: Text | None
    chapters: tuple[DeckChapter, ...]
    source: Text | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Deck:
    """The cards of a network in the order of their names, and what is round them."""

    title: Text
    as_of: Text
    notices: tuple[Text, ...]
    cards: tuple[DeckCard, ...]


def build_deck(
    model: MapModel, own: Collection[str], *, as_of: Text, language: Language
) -> Deck | None:
    """Return a card for each of the network's own actors, or None where there are none.

    Parameters
    ----------
    model
        The map, whose nodes and ties hold on the day.
    own
        The actors that the network itself describes; others answer to their own network.
    as_of
        Which day the cards are of.
    language
        The one by whose names the cards are in order.

    Examples
    --------
    >>> import eloggraph
    >>> network = eloggraph.open("datasets/osaajaks")
    >>> nodes = [node.iri for node in network.map().model.nodes]
    >>> deck = build_deck(network.map().model, nodes, as_of=Text.same(""), language="fi")
    >>> len(deck.cards), deck.cards[0].label.fi
    (14, 'Alkio-opisto')

    """
    told: dict[int, list[tuple[int, MapNode]]] = {}
    for at, (one, other) in enumerate(model.ends):
        told.setdefault(one, []).append((at, model.nodes[other]))
        if one != other:
            told.setdefault(other, []).append((at, model.nodes[one]))
    for ties in told.values():
        ties.sort(key=lambda tie: (tie[1].label.say(language), tie[0]))
    periods = _Periods()
    cards = [
        _make_card(model, node, told.get(number, []), periods)
        for number, node in enumerate(model.nodes)
        if node.kind == "actor" and node.iri in own
    ]
    cards.sort(key=lambda card: (card.label.say(language), card.slug))
    if not cards:
        return None
    return Deck(title=model.title, as_of=as_of, notices=model.notices, cards=tuple(cards))


class _Periods(dict[tuple[str | None, str | None], Text | None]):
    """How long things hold, in words; most hold as long as others do."""

    def __missing__(self, period: tuple[str | None, str | None]) -> Text | None:
        since, until = period
        self[period] = (
            Text.each(
                lambda language: "–".join(
                    format_date(day, language) if day else "" for day in (since, until)
                )
            )
            if since or until
            else None
        )
        return self[period]


def _make_card(
    model: MapModel, node: MapNode, told: Sequence[tuple[int, MapNode]], periods: _Periods
) -> DeckCard:
    return DeckCard(
        slug=node.slug,
        label=node.label,
        facts=_tell_facts(model, node),
        chapters=tuple(_list_chapters(model, node, told, periods)),
        source=_cite(model, node, [model.ties[at] for at, _ in told]),
    )


def _tell_facts(model: MapModel, node: MapNode) -> Text | None:
    profile = model.cards.profiles.get(node.iri)
    facts = [(fact.name, join_names(fact.values, most=len(fact.values))) for fact in node.facts]
    facts += [(name, say("confirm.page.empty")) for name in (profile.lacking if profile else ())]
    lines = [say("confirm.deck.fact", name=capitalise(name), value=value) for name, value in facts]
    return join_names(lines, most=len(lines), separator=" · ") if lines else None


def _list_chapters(
    model: MapModel, node: MapNode, told: Sequence[tuple[int, MapNode]], periods: _Periods
) -> Iterator[DeckChapter]:
    """Yield services first, then with whom the actor works and where it belongs, then the rest."""
    profile = model.cards.profiles.get(node.iri)
    chapters = {each.key: each for each in (profile.chapters if profile else ())}
    own = [
        DeckChapter(
            title=each.title,
            rows=tuple(
                DeckRow(
                    name=join_names(entry.labels, most=len(entry.labels)),
                    told=join_names(entry.lines, most=len(entry.lines), separator=" · ")
                    if entry.lines
                    else None,
                )
                for entry in each.entries
            ),
        )
        for each in chapters.values()
    ]
    first = own[:1] if "services" in chapters else []
    yield from first
    for kind in ("tie", "membership"):
        rows = tuple(
            DeckRow(name=other.label, told=tie.label, when=periods[tie.since, _end(model, at)])
            for at, other in told
            if ((tie := model.ties[at]).kind == "link") == (kind == "tie")
        )
        if rows:
            title = say("confirm.deck.counted", title=say(f"confirm.sheet.{kind}"), n=len(rows))
            yield DeckChapter(title=title, rows=rows, dated=True)
    yield from own[len(first) :]


def _end(model: MapModel, at: int) -> str | None:
    """Return when a tie ends: with its own row, or what carries it."""
    end = model.cards.ends.get(at)
    return model.ties[at].until or (end.until if end else None)


def _cite(model: MapModel, node: MapNode, ties: Sequence[Tie]) -> Text | None:
    places = [place for tie in ties if (place := model.cards.place(tie)) is not None]
    rows = Counter((place.file, place.sheet) for place in dict.fromkeys(places))
    parts = [cite(source.place) for source in node.sources if source.place.row]
    parts += [
        say("confirm.deck.rows", file=name_file(*file), n=n) for file, n in sorted(rows.items())
    ]
    return join_names(parts, most=len(parts), separator="; ") if parts else None


def render_deck(deck: Deck, language: Language = "fi") -> str:
    """Return the page, opening in the given language. The same deck gives the same bytes."""
    title = say("confirm.deck.page-title", title=deck.title)
    return render_page(
        "cards/deck",
        title=title.say(language),
        language=language,
        shared_scripts=("report/report.js",),
        page_title=title,
        editions=tuple(Edition(code) for code in LANGUAGES),
        deck=deck,
    )
