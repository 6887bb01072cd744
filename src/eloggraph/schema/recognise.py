"""Whether a path holds an ontology, told without parsing it."""

from __future__ import annotations

import re
from pathlib import Path

from eloggraph.filenames import is_network_folder

_HEADER = re.compile(rb"\bowl:Ontology\b|owl#Ontology>")


def is_ontology(path: Path) -> bool:
    """Tell whether a file, or a folder that is no network, holds Turtle with an ontology header.

    Cheap: the bytes are searched, nothing is parsed, so a malformed file is recognised too.
    """
    if path.is_file():
        return path.suffix == ".ttl" and _names_header(path)
    if is_network_folder(path):
        return False
    return any(_names_header(file) for file in sorted(path.rglob("*.ttl")))


def _names_header(path: Path) -> bool:
    try:
        return _HEADER.search(path.read_bytes()) is not None
    except OSError:
        return False
