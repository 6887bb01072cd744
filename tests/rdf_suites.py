"""The W3C's tests of RDF formats: the cases of a manifest."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
RDFT = "http://www.w3.org/ns/rdftest#"
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
REJECTED = f"{RDFT}Rejected"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One test of a manifest: its kind, and the files that it names."""

    name: str
    kind: str
    action: Path
    result: Path | None
    base: str


def read_cases(folder: Path) -> Iterator[Case]:
    """Yield the cases of the manifest in a folder, those that were rejected apart."""
    home = "urn:suite:/"
    data = (folder / "manifest.ttl").read_bytes()
    said: dict[str, dict[str, str]] = {}
    for quad in ox.parse(data, format=ox.RdfFormat.TURTLE, base_iri=f"{home}manifest.ttl"):
        value = getattr(quad.object, "value", "")
        said.setdefault(str(quad.subject), {})[quad.predicate.value] = value
    bases = [
        told[f"{MF}assumedTestBase"] for told in said.values() if f"{MF}assumedTestBase" in told
    ]
    for told in said.values():
        if f"{MF}action" in told and told.get(f"{RDFT}approval") != REJECTED:
            files = [told.get(f"{MF}{key}", "").removeprefix(home) for key in ("action", "result")]
            yield Case(
                name=told[f"{MF}name"],
                kind=told[TYPE].removeprefix(RDFT),
                action=folder / files[0],
                result=folder / files[1] if files[1] else None,
                base=(bases[0] if bases else home) + files[0],
            )
