"""The reference pages: the model's tables, classes, properties and codes as one offline site.

Each language has a folder of its own with the same pages, so that the switch is a plain link to
the same place and everything but the search works without scripts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any, TypeVar

from eloggraph.checks.worked_example import work_example
from eloggraph.iri import contract
from eloggraph.text import LANGUAGES, Language, Text, catalogue_keys, say
from eloggraph.views.page.edition import Edition
from eloggraph.views.page.render import render_page
from eloggraph.views.reference.build import build_reference
from eloggraph.views.reference.diagram import (
    Diagram,
    DiagramNode,
    Relation,
    draw_neighbours,
    draw_tree,
)
from eloggraph.views.reference.model import (
    ClassEntry,
    Link,
    PropertyEntry,
    ReferenceModel,
    RelationEntry,
    SchemeEntry,
    TableEntry,
    name_term,
)
from eloggraph.views.reference.search import make_index, sort_key

__all__ = ["build_reference", "render_reference"]

_Entry = TypeVar("_Entry", TableEntry, ClassEntry, PropertyEntry, SchemeEntry)
_MOST_DRAWN = 40
_COMMANDS = "\n".join(
    f"eloggraph check data.ttl --shapes shapes.ttl {option}"
    for option in ("--explain", "--profile", "--engine pyshacl")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """Where a page lies, so that its links find the others."""

    language: Language
    path: str
    at_root: bool = False

    def to(self, address: str) -> str:
        """Return the way to a page of the same language."""
        up = "../" * self.path.count("/")
        return f"{self.language}/{address}" if self.at_root else up + address

    def in_language(self, language: Language) -> str:
        """Return the way to the same page in another language."""
        up = "" if self.at_root else "../" * (self.path.count("/") + 1)
        return f"{up}{language}/{self.path}"


def render_reference(model: ReferenceModel, language: Language = "fi") -> dict[str, str]:
    """Return the files of the site by relative name. The same model gives the same bytes.

    Parameters
    ----------
    model
        As :func:`build_reference` gives it.
    language
        The language that ``index.html`` opens in; the pages of all languages are there.

    Examples
    --------
    >>> from eloggraph.schema.packaged import packaged_schema
    >>> files = render_reference(build_reference(packaged_schema()))
    >>> "index.html" in files, "sv/classes/Actor.html" in files
    (True, True)
    """
    files = {
        f"{code}/{path}": _render(model, _Place(language=code, path=path), part, title, context)
        for code in LANGUAGES
        for path, part, title, context in _pages(model, code)
    }
    path, part, title, context = next(iter(_pages(model, language)))
    place = _Place(language=language, path=path, at_root=True)
    files["index.html"] = _render(model, place, part, title, context)
    return files


def _render(
    model: ReferenceModel, place: _Place, part: str, title: str, context: dict[str, Any]
) -> str:
    edition = Edition(place.language)
    speak = _speak_in(place.language)
    site = speak("title")
    return render_page(
        "reference/reference",
        title=title if title == site else f"{title} – {site}",
        language=place.language,
        part=f"reference/{part}.html",
        part_name=part,
        place=place,
        model=model,
        say=speak,
        knows=_knows,
        name=edition.of,
        number=edition.number,
        date=edition.date,
        anchor=name_term,
        short=contract,
        data={
            "terms": _terms_at_root(model, place) if place.at_root else {},
            "index": [line.to_list() for line in context.get("index", ())],
            "found": {"one": speak("search.found", n=1), "other": speak("search.found", n="{n}")},
        },
        **context,
    )


def _speak_in(language: Language) -> Callable[..., str]:
    def speak(key: str, /, **values: object) -> str:
        return say(f"reference.{key}", **values).say(language)

    return speak


def _knows(key: str) -> bool:
    return f"reference.{key}" in catalogue_keys()


def _by_name(entries: Iterable[_Entry], language: Language) -> list[_Entry]:
    """Return entries in the alphabetical order of a language."""
    return sorted(entries, key=lambda entry: sort_key(entry.link.label.say(language)))


_Page = tuple[str, str, str, dict[str, Any]]


def _pages(model: ReferenceModel, language: Language) -> Iterator[_Page]:
    """Yield the path, the part, the title and the context of every page of a language."""
    edition, speak = Edition(language), _speak_in(language)
    groups = [(group, _by_name(group.tables, language)) for group in model.groups]
    tables = {"groups": groups}
    yield "index.html", "front", speak("title"), {"counts": model.count(), **tables}
    yield "tables.html", "tables", speak("nav.tables"), tables
    for table in model.tables:
        told = {"entry": table, "modules": model.modules}
        yield table.link.address or "", "table", edition.of(table.link.label), told
    trees = tuple(_draw_trees(model, language))
    classes = _by_name(model.classes, language)
    yield "classes.html", "classes", speak("nav.classes"), {"trees": trees, "classes": classes}
    for shown in model.classes:
        context: dict[str, Any] = {"entry": shown, "drawn": _draw_class(shown, language)}
        yield shown.link.address or "", "class", edition.of(shown.link.label), context
    properties = _by_name(model.properties, language)
    yield "properties.html", "properties", speak("nav.properties"), {"properties": properties}
    schemes = _by_name(model.schemes, language)
    yield "codes.html", "codes", speak("nav.codes"), {"schemes": schemes}
    for scheme in model.schemes:
        yield scheme.link.address or "", "scheme", edition.of(scheme.link.label), {"entry": scheme}
    worked = {"worked": work_example(), "commands": _COMMANDS}
    yield "checks.html", "checks", say("engine.title").say(language), worked
    index = make_index(model, language)
    letters = [(key, list(lines)) for key, lines in groupby(index, lambda line: line.letter)]
    yield "search.html", "search", speak("nav.search"), {"index": index, "letters": letters}


def _node(link: Link, iri: str, language: Language) -> DiagramNode:
    return DiagramNode(name=link.label.say(language), address=link.address, iri=iri)


def _draw_trees(model: ReferenceModel, language: Language) -> Iterator[tuple[Text, Diagram]]:
    """Yield the picture of each family of classes, in the order of the families.

    A class with several superclasses stands under the one of its family, or else the first.
    """
    own = {entry.model_class.iri: entry for entry in model.classes}
    nodes = {iri: _node(entry.link, iri, language) for iri, entry in own.items()}
    children: dict[str, list[DiagramNode]] = {iri: [] for iri in own}
    for iri, entry in own.items():
        above = [parent for parent in entry.parents if parent in own]
        above.sort(key=lambda parent: own[parent].family != entry.family)
        if above:
            children[above[0]].append(nodes[iri])
    for family in model.families:
        roots = [
            nodes[entry.model_class.iri]
            for entry in _by_name(own.values(), language)
            if entry.family == family and not any(p in own for p in entry.parents)
        ]
        if roots:
            yield family, draw_tree(roots, children)


def _draw_class(entry: ClassEntry, language: Language) -> Diagram | None:
    """Draw a class among its neighbours, or nothing where it has none."""
    incoming = _choose(tuple(r for r in entry.incoming if r.source_iri != r.target_iri))
    outgoing = _choose(entry.outgoing)
    if not (incoming or outgoing or entry.ancestors or entry.children):
        return None
    parents = [link for link in entry.ancestors if link.address][: len(entry.parents)]
    return draw_neighbours(
        _node(entry.link, entry.model_class.iri, language),
        incoming=[_relation(r, r.source, r.source_iri, language) for r in incoming],
        outgoing=[_relation(r, r.target, r.target_iri, language) for r in outgoing],
        parents=[_node(link, link.code, language) for link in parents],
        children=[_node(link, link.code, language) for link in entry.children],
    )


def _choose(relations: tuple[RelationEntry, ...]) -> list[RelationEntry]:
    """Return the relations worth drawing: those that nearly every class has say little."""
    return [relation for relation in relations if not relation.is_common][:_MOST_DRAWN]


def _relation(found: RelationEntry, link: Link, iri: str, language: Language) -> Relation:
    return Relation(
        name=found.name.say(language),
        address=found.property.address,
        node=_node(link, iri, language),
    )


def _terms_at_root(model: ReferenceModel, place: _Place) -> dict[str, str]:
    """Return where ``index.html#Actor`` leads: the page of each of the toolkit's own terms."""
    links = {
        **{name_term(entry.model_class.iri): entry.link for entry in model.classes},
        **{name_term(entry.property.iri): entry.link for entry in model.properties},
    }
    return {name: place.to(link.address) for name, link in sorted(links.items()) if link.address}


def describe_reference(model: ReferenceModel) -> dict[str, object]:
    """Return what the manifest of the pages tells beside its files."""
    return {
        "ontology": {"iri": model.ontology.iri, "version": model.ontology.version},
        "versions": dict(sorted(model.versions.items())),
        "counts": model.count(),
    }
