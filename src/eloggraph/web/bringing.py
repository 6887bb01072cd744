"""What a child brings in that is no own table of somebody: an example, a template, our workbook."""

from __future__ import annotations

import tempfile
from pathlib import Path

from eloggraph.text import Language


def keep_own(file: Path, folder: Path, word: str) -> bool:
    """Put a workbook of ours into a network's folder; false where it is somebody's own table."""
    from eloggraph.api.own_workbook import keep_own_workbook

    return keep_own_workbook(file, folder, word)


def make_example(folder: Path) -> None:
    """Write the finished example."""
    from eloggraph.api.new import new

    new(folder, example="region")


def make_template(language: Language) -> bytes:
    """Return an empty workbook with drop-downs."""
    from eloggraph.api.new import new

    with tempfile.TemporaryDirectory() as folder:
        return new(Path(folder) / "new", xlsx=True, lang=language).read_bytes()
