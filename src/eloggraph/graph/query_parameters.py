"""Parameters of named queries: things named by IRI, notation or label, that enter as terms.

A query declares them in its head, ``# parameters: region, role``: each stands for the variable of
the name with ``_iri`` at its end, which the query selects and binds in every row.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pyoxigraph as ox

from eloggraph.errors import QueryError
from eloggraph.iri import expand
from eloggraph.text import LANGUAGES

_NAMES = tuple(
    expand(name)
    for name in (
        *("skos:notation", "dct:identifier", "skos:prefLabel"),
        *("skos:altLabel", "skos:hiddenLabel", "rdfs:label"),
    )
)
# The predicates by which a thing is found: what it is called, and that it is there.
NAMES = (*_NAMES, expand("rdf:type"))
Chosen = Mapping[ox.Variable, tuple[ox.NamedNode, ...]]


def choose_terms(
    store: ox.Store, parameters: Iterable[str], bindings: Mapping[str, object]
) -> tuple[Chosen, dict[str, object]]:
    """Return what parameters stand for by variable, and the bindings that are none.

    Raises
    ------
    QueryError
        When nothing in the store has the IRI, notation or name that a parameter is given.
    """
    declared = frozenset(parameters)
    chosen: dict[ox.Variable, tuple[ox.NamedNode, ...]] = {}
    for name in sorted(declared & bindings.keys()):
        found = find_nodes(store, bindings[name])
        if not found:
            value = str(bindings[name])
            raise QueryError.tell("query-nobody", chapter="queries", value=value, name=name)
        chosen[ox.Variable(f"{name}_iri")] = found
    return chosen, {name: value for name, value in bindings.items() if name not in declared}


def find_nodes(store: ox.Store, named: object) -> tuple[ox.NamedNode, ...]:
    """Return the nodes that have an IRI, a notation or a name, sorted; case is looked past last.

    Examples
    --------
    >>> store = ox.Store()
    >>> label = ox.NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel")
    >>> store.add(ox.Quad(ox.NamedNode("urn:a"), label, ox.Literal("Keski-Suomi", language="fi")))
    >>> find_nodes(store, "keski-suomi") == find_nodes(store, "urn:a")
    True
    """
    if isinstance(named, ox.NamedNode):
        return (named,)
    if isinstance(named, (list, tuple, set, frozenset)):
        found = {node for each in named for node in find_nodes(store, each)}
        return tuple(sorted(found, key=str))
    text = str(named).strip()
    try:
        node = ox.NamedNode(text)
        if next(store.quads_for_pattern(node, None, None, None), None) is not None:
            return (node,)
    except ValueError:
        pass  # a name is seldom an IRI
    forms = [ox.Literal(text), *(ox.Literal(text, language=each) for each in LANGUAGES)]
    exact = {
        quad.subject
        for name in _NAMES
        for form in forms
        for quad in store.quads_for_pattern(None, ox.NamedNode(name), form, None)
    }
    alike = exact or {
        quad.subject
        for name in _NAMES
        for quad in store.quads_for_pattern(None, ox.NamedNode(name), None, None)
        if isinstance(quad.object, ox.Literal) and quad.object.value.casefold() == text.casefold()
    }
    return tuple(sorted((node for node in alike if isinstance(node, ox.NamedNode)), key=str))
