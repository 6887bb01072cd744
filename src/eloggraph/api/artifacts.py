"""Where the files of a report are: for what looks them up in a repository."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from eloggraph.config import FILE
from eloggraph.finding import Place, Report, is_lined

if TYPE_CHECKING:
    from eloggraph.tables.read.lines import Lines
    from eloggraph.views.findings.artifacts import Artifacts

# A larger file of RDF is not read again for the length of its lines.
_READ_AGAIN = 64 << 20


def find_artifacts(report: Report, paths: Sequence[str | Path]) -> Artifacts:
    """Return where the files of a report are, and the lines of its rows.

    Paths start from the top of the repository that the data is in, or else from the working
    folder, or from the folder of the data where that lies elsewhere.

    Parameters
    ----------
    paths
        What was checked, and the shapes of others that it was checked with.
    """
    from eloggraph.views.findings.artifacts import Artifact, Artifacts

    # Links are not followed: a repository knows its files by the names that it has for them.
    given = [Path(os.path.normpath(Path.cwd() / path)) for path in paths]
    root = _find_root(given[0])
    rows: dict[str, set[int]] = defaultdict(set)
    for place in (finding.place for finding in report.findings):
        if place is not None:
            rows[place.file] |= {place.row} if place.row and place.sheet is None else set()
    files = {name: _find_file(name, given) for name in rows}
    return Artifacts(
        files={
            name: Artifact(path=_relate(path, root), lines=_find_lines(path, rows[name]))
            for name, path in files.items()
        },
        whole=_relate(_stand_for(given[0]), root),
        root=root.as_uri().rstrip("/") + "/",
    )


def _find_root(path: Path) -> Path:
    """Return the top of the repository that a path is in, or else the working folder."""
    above = (path, *path.parents) if path.is_dir() else path.parents
    for folder in above:
        if (folder / ".git").exists():
            return folder
    working = Path.cwd()
    return working if path.is_relative_to(working) else above[0]


def _relate(path: Path, root: Path) -> str:
    return Path(os.path.relpath(path, root)).as_posix()


def _find_file(name: str, given: Sequence[Path]) -> Path:
    """Return the file that findings call by a name; what is no file is stood for by one."""
    for path in given:
        for found in (path / name, path.parent / name) if path.is_dir() else (path.parent / name,):
            if found.exists():
                return _stand_for(found)
    return _stand_for(given[0]) if name == FILE else given[0].parent / name


def _stand_for(path: Path) -> Path:
    """Return the file that stands for all of a folder: its settings, or else the first file."""
    if not path.is_dir():
        return path
    if (path / FILE).is_file():
        return path / FILE
    files = (file for file in sorted(path.rglob("*")) if file.is_file())
    seen = (file for file in files if not file.name.startswith("."))
    return next(seen, path / FILE)


def _find_lines(path: Path, rows: Collection[int]) -> Mapping[int, Lines]:
    from eloggraph.filenames import is_csv
    from eloggraph.schema.packaged import packaged_schema
    from eloggraph.tables.read.folder import header_counter
    from eloggraph.tables.read.lines import find_row_lines, find_text_lines

    if not rows or not path.is_file():
        return {}
    if is_csv(path):
        return find_row_lines(path, rows, header_counter(path.stem, packaged_schema()))
    is_text = is_lined(Place(file=path.name)) and path.suffix.lower() != ".gz"
    is_small = path.stat().st_size <= _READ_AGAIN
    return find_text_lines(path, rows) if is_text and is_small else {}
