"""The front page of an output folder: what was found in a sentence, and what to open for what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from eloggraph.text import LANGUAGES, Language, Text, say
from eloggraph.views.page.edition import Edition
from eloggraph.views.page.render import render_page


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexEntry:
    """One file to open: where it lies, what it is called, and what it is for."""

    path: str
    title: Text
    about: Text


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
    notices: Sequence[Text] = (),
) -> IndexModel:
    """Return the model of the page.

    Parameters
    ----------
    paths
        Every file of the folder, relative to it.
    tables
        What a table beside the report is of, by its name: the title of its question.
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
        pages=tuple(_name_known(path) for path in _PAGES if path in mine),
        tables=tuple(_name_table(path, mine[path], tables) for path in csv),
        data=tuple(_name_known(path) for path in _DATA if path in mine),
    )


_PAGES = (
    *("report.html", "map.html", "services.html", "goals.html", "chain.html", "matrix.html"),
    *("areas.html", "change.html", "cards.html", "poster.html", "poster.pdf"),
    *("poster.png", "poster.svg", "report.md"),
    "tables/all.xlsx",
)
_DATA = (
    *("graph.ttl", "network.graphml", "network.gexf", "network.cyjs", "network.dot"),
    *("kumu-elements.csv", "kumu-connections.csv", "findings.json", "run.json"),
)


def _name_known(path: str) -> IndexEntry:
    key = path.rpartition("/")[2].replace(".", "-")
    return IndexEntry(
        path=path, title=say(f"pages.index.{key}"), about=say(f"pages.index.{key}-about")
    )


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
