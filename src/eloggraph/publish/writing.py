"""The words of a profile as Turtle, below a head that programs can read too."""

from __future__ import annotations

import json
import re
from itertools import takewhile

import pyoxigraph as ox

from eloggraph.iri import PREFIXES
from eloggraph.publish.omissions import Omission
from eloggraph.publish.profiles import ProfileExport

_PROFILE, _OMITTED = "# profile: ", "# omitted: "

_MORE = {
    "adms": "http://www.w3.org/ns/adms#",
    "locn": "http://www.w3.org/ns/locn#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "authority": "http://publications.europa.eu/resource/authority/",
}


def write_profile(export: ProfileExport) -> str:
    """Return an export as Turtle: the same bytes for the same network.

    Comments on top tell the profile, how much is told and what is left out, with the reason; each
    is a word and a JSON value (``# omitted: {"kind": "service", …}``).

    Examples
    --------
    >>> import eloggraph
    >>> from eloggraph.publish.profiles import export_profile
    >>> network = eloggraph.open("datasets/osaajaks")
    >>> text = write_profile(export_profile(network.graphs, network.config, "dcat"))
    >>> print(text.splitlines()[0])
    # profile: "DCAT-AP 3.0.1"
    >>> print(text.splitlines()[2])  # doctest: +ELLIPSIS
    # omitted: {"kind": "dataset", "missing": ["dcat:contactPoint"], ...}
    """
    triples = sorted({*export.triples, *export.context}, key=str)
    names = {**PREFIXES, **_MORE}
    written = ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=names)
    assert written is not None  # it is given back, as no file was named
    # The library declares prefixes in any order, and those that nothing uses.
    body = re.sub(r"^@prefix .*\n", "", written.decode(), flags=re.MULTILINE)
    used = sorted(name for name in names if re.search(rf"(?<![\w/:]){name}:", body))
    head = [("profile", export.profile.title), ("counts", export.counts)]
    head += [
        (
            "omitted",
            {"kind": o.kind, "node": o.node, "reasons": o.reasons, "missing": o.missing},
        )
        for o in export.omitted
    ]
    lines = [
        f"# {word}: {json.dumps(value, ensure_ascii=False, sort_keys=True)}\n"
        for word, value in head
    ]
    lines += [f"@prefix {name}: <{names[name]}> .\n" for name in used]
    return "".join(lines) + body


def read_head(text: str) -> tuple[str, tuple[Omission, ...]]:
    r"""Return the title of the profile, and what was left out, by the comments on top.

    >>> head = '# profile: "CPOV 2.1.2"\n# omitted: {"kind": "organisation", "node": "urn:a", '
    >>> read_head(head + '"reasons": ["no-place"], "missing": ["dct:spatial"]}')[1][0].reasons
    ('no-place',)
    """
    title, omitted = "", []
    for line in takewhile(lambda each: each.startswith("#"), text.splitlines()):
        if line.startswith(_PROFILE):
            title = json.loads(line.removeprefix(_PROFILE))
        elif line.startswith(_OMITTED):
            told = json.loads(line.removeprefix(_OMITTED))
            told |= {key: tuple(told[key]) for key in ("reasons", "missing")}
            omitted.append(Omission(**told))
    return title, tuple(omitted)
