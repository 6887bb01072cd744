"""The front page of an output folder: what was found in a sentence, and what to open for what."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from eloggraph.text import LANGUAGES, Language, Text, say
from eloggraph.views.page.edition import Edition
from eloggraph.views.page.render import render_page

if TYPE_CHECKING:
    from eloggraph.analysis.outcome import Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexEntry:
    """One file to open: where it lies, what it is called, and what it is for or says.

    ``told`` tells that it is what the page says; ``anchor`` is the chapter of it to open.
    """

    path: str
    title: Text
    about: Text
    anchor: str = ""
    told: bool = False

    def address(self, language: Language) -> str:
        """Return where to go in a language."""
        if self.anchor:
            return f"{self.path}#{language}-{self.anchor}"
        return f"{self.path}#lang={language}" if self.path.endswith(".html") else self.path


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexModel:
    """The network and what is true of it, and the files of its folder by what they are for."""

    title: Text
    as_of: str
    claim: Text
    pages: tuple[IndexEntry, ...]
    tables: tuple[IndexEntry, ...]
    data: tuple[IndexEntry, ...]
    notices: tuple[Text, ...] = ()


def build_index(
    paths: Iterable[str],
    tables: Mapping[str, Text],
    *,
    title: Text,
    as_of: str,
    claim: Text,
    claims: Mapping[str, Text] | None = None,
    outcomes: Sequence[Outcome[Any]] = (),
    notices: Sequence[Text] = (),
) -> IndexModel:
    """Return the model of the page.

    Parameters
    ----------
    paths
        Every file of the folder, relative to it.
    tables
        What a table beside the report is of, by its name: the title of its question.
    claims
        What is true by a page, told in its line instead of what the page is for.
    outcomes
        What was found: of some questions that have no page of their own the answer is told too.
    title, as_of, claim, notices
        The network's name, the day, what is true overall, and what a reader must know first.

    Examples
    --------
    >>> same = Text.same
    >>> index = build_index(["report.html"], {}, title=same("T"), as_of="2024", claim=same("C."))
    >>> [entry.path for entry in index.pages]
    ['report.html']

    """
    given = list(paths)
    names = [path.rpartition("/")[2].rpartition(".")[0] for path in given]
    mine = dict(zip(given, names, strict=True))
    csv = sorted(path for path in given if path.startswith("tables/") and path.endswith(".csv"))
    return IndexModel(
        title=title,
        as_of=as_of,
        claim=claim,
        notices=tuple(notices),
        pages=tuple(_list_pages(mine, claim, claims or {}, outcomes)),
        tables=tuple(_name_table(path, mine[path], tables) for path in csv),
        data=tuple(_name_known(path) for path in _DATA if path in mine),
    )


_PAGES = (
    *("report.html", "map.html", "services.html", "goals.html", "chain.html", "matrix.html"),
    *("areas.html", "change.html", "change-map.html", "cards.html", "findings.html"),
    *("poster.html", "poster.pdf"),
    *("poster.png", "poster.svg", "report.md"),
    "tables/all.xlsx",
)
# What a reader comes for by name: who joins others, what is missing where, ends and is not done.
_ANSWERED = ("brokerage", "coverage", "sunset", "goals")
_DATA = (
    *("graph.ttl", "network.graphml", "network.gexf", "network.cyjs", "network.dot"),
    *("kumu-elements.csv", "kumu-connections.csv", "findings.json", "run.json"),
    "ro-crate-metadata.json",
)


def _list_pages(
    given: Collection[str],
    claim: Text,
    claims: Mapping[str, Text],
    outcomes: Sequence[Outcome[Any]],
) -> Iterator[IndexEntry]:
    """Yield the pages to open; after the report the answers in it that are told nowhere else."""
    told = {claim, *claims.values()}
    for path in _PAGES:
        if path in given:
            yield _name_known(path, claims.get(path))
        if path == "report.html" and path in given:
            for outcome in outcomes:
                answer = None if outcome.undecided else outcome.answer
                if outcome.key in _ANSWERED and answer is not None and answer not in told:
                    yield IndexEntry(
                        path=path, title=outcome.title, about=answer, anchor=outcome.anchor
                    )


def _name_known(path: str, claim: Text | None = None) -> IndexEntry:
    key = path.rpartition("/")[2].replace(".", "-")
    about = claim or say(f"pages.index.{key}-about")
    return IndexEntry(path=path, title=say(f"pages.index.{key}"), about=about, told=bool(claim))


def _name_table(path: str, name: str, tables: Mapping[str, Text]) -> IndexEntry:
    title = tables.get(name) or say(f"pages.index.table-{name}")
    return IndexEntry(path=path, title=title, about=Text.same(""))


def render_index(model: IndexModel, language: Language = "fi") -> str:
    """Return the page, opening in the given language. The same model gives the same bytes."""
    return render_page(
        "index/index",
        title=model.title.say(language),
        language=language,
        shared_scripts=("report/report.js",),
        page_title=model.title,
        editions=tuple(Edition(code) for code in LANGUAGES),
        model=model,
    )
