"""Load into Oxigraph and ask one SPARQL query per constraint.

    python sparql_oxigraph.py DATA.nt SHAPES.ttl

Covers the constraints that a plain query says: minCount, maxCount, class, datatype (also a choice
of datatypes), in, pattern, and membership of a code list. What is nested deeper is left out, and
the number of constraints asked is part of the answer.
"""

import json
import sys
import time
from collections.abc import Iterator

import pyoxigraph as ox

SH = "http://www.w3.org/ns/shacl#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
SUBCLASS = "<http://www.w3.org/2000/01/rdf-schema#subClassOf>"
TYPE = f"<{RDF}type>/{SUBCLASS}*"


class Shapes:
    """The shapes graph, asked by local name of SHACL's terms."""

    def __init__(self, path: str) -> None:
        self.graph: dict[tuple[object, str], list] = {}
        for quad in ox.parse(path=path, format=ox.RdfFormat.TURTLE):
            self.graph.setdefault((quad.subject, quad.predicate.value), []).append(quad.object)

    def all(self, subject: object, name: str) -> list:
        """Return the objects of ``subject sh:name ?``."""
        return self.graph.get((subject, SH + name), [])

    def items(self, head: object) -> list:
        """Return the members of a list."""
        found = []
        while getattr(head, "value", "") != RDF + "nil":
            found += self.graph[head, RDF + "first"]
            head = self.graph[head, RDF + "rest"][0]
        return found

    def path(self, node: object) -> str:
        """Return a path as SPARQL writes it."""
        if isinstance(node, ox.NamedNode):
            return str(node)
        for inverse in self.all(node, "inversePath"):
            return f"^({self.path(inverse)})"
        for choice in self.all(node, "alternativePath"):
            return "(" + "|".join(map(self.path, self.items(choice))) + ")"
        return "(" + "/".join(map(self.path, self.items(node))) + ")"


def write_queries(shapes: Shapes) -> Iterator[str]:
    """Yield a query per constraint; each row of an answer is one result."""
    targeted = [key[0] for key in shapes.graph if key[1] == SH + "targetClass"]
    for shape in targeted:
        for target in shapes.all(shape, "targetClass"):
            focus = f"?this {TYPE} {target} ."
            for prop in shapes.all(shape, "property"):
                path = shapes.path(shapes.all(prop, "path")[0])
                yield from write_property(shapes, prop, focus, path)


def write_property(shapes: Shapes, prop: object, focus: str, path: str) -> Iterator[str]:
    """Yield the queries of one property shape."""
    values = f"{focus} ?this {path} ?v ."
    for n in shapes.all(prop, "minCount"):
        if n.value == "1":
            yield f"SELECT DISTINCT ?this {{ {focus} MINUS {{ ?this {path} ?v }} }}"
    for n in shapes.all(prop, "maxCount"):
        count = f"HAVING (COUNT(DISTINCT ?v) > {n.value})"
        yield f"SELECT ?this {{ {values} }} GROUP BY ?this {count}"
    for iri in shapes.all(prop, "class"):
        yield f"SELECT DISTINCT ?this ?v {{ {values} MINUS {{ ?v {TYPE} {iri} }} }}"
    for pattern in shapes.all(prop, "pattern"):
        yield f"SELECT DISTINCT ?this ?v {{ {values} FILTER (!REGEX(STR(?v), {pattern})) }}"
    datatypes = shapes.all(prop, "datatype")
    for choice in shapes.all(prop, "or"):
        options = [shapes.all(option, "datatype") for option in shapes.items(choice)]
        datatypes = [each for option in options for each in option] if all(options) else []
    if datatypes:
        allowed = ", ".join(map(str, datatypes))
        yield f"SELECT DISTINCT ?this ?v {{ {values} FILTER (!(DATATYPE(?v) IN ({allowed}))) }}"
    for head in shapes.all(prop, "in"):
        allowed = ", ".join(map(str, shapes.items(head)))
        yield f"SELECT DISTINCT ?this ?v {{ {values} FILTER (?v NOT IN ({allowed})) }}"
    for nested in shapes.all(prop, "node"):
        for inner in shapes.all(nested, "property"):
            for value in shapes.all(inner, "hasValue"):
                inner_path = shapes.path(shapes.all(inner, "path")[0])
                yield (
                    f"SELECT DISTINCT ?this ?v {{ {values} MINUS {{ ?v {inner_path} {value} }} }}"
                )


def main() -> None:
    """Load, ask, count."""
    start = time.perf_counter()
    store = ox.Store()
    store.bulk_load(path=sys.argv[1], format=ox.RdfFormat.N_TRIPLES)
    queries = list(write_queries(Shapes(sys.argv[2])))
    loaded = time.perf_counter()
    results = sum(1 for query in queries for _ in store.query(query))
    done = time.perf_counter()
    took = {"load": loaded - start, "validate": done - loaded}
    print(json.dumps({**took, "results": results, "constraints": len(queries)}))


main()
