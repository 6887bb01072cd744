"""What the children work on: a network as it is now, and where its edits are kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from eloggraph.finding import Finding
from eloggraph.views.local.mending_values import Disagreement
from eloggraph.views.local.model import Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A network folder; ``edited`` are the bytes of files that are edited and not saved.

    Another ``revision`` is another state of it, which has to be read.
    """

    folder: Path
    revision: int
    edited: Mapping[Path, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """Where edits are kept, and of what: of the network's tables, or of what it was made of.

    ``headers`` are those of somebody's own table, by its sheets, with their places; ``told`` is
    what was found in it when it was read, and ``targets`` what each column was taken for, by file,
    sheet and place.
    """

    workspace: Path
    source: Path | None = None
    headers: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    told: tuple[Finding, ...] = ()
    targets: Mapping[tuple[str, str | None, int], str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Edited:
    """What has become of the tables: files with edits, or how somebody's own was read again.

    Of ``disagreements`` it has to be chosen first which holds. ``touched`` are the numbers of
    the sheets that say something else than before, each with the first and the last row of it.
    """

    files: Mapping[Path, bytes] = field(default_factory=dict)
    reading: Reading | None = None
    disagreements: tuple[Disagreement, ...] = ()
    touched: tuple[tuple[int, int, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Copied:
    """A copy that was saved: a file, or a folder; how many cells differ, and what to know of it.

    ``is_same`` tells that nothing was changed: no byte of it is another one.
    """

    path: Path
    cells: int
    is_same: bool = False
    notices: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """One edit: ``paste`` puts a block of texts at a cell; or ``undo``, ``redo``, ``correct``.

    To ``forget`` is to let the edits go of a table that is gone.
    ``revision`` is the state that its sender has seen, ``token`` of which network; ``cause`` is the
    key of what is to be corrected or forgotten.
    """

    kind: str
    revision: int
    sheet: int = 0
    row: int = 0
    column: int = 0
    block: tuple[tuple[str, ...], ...] = ()
    cause: str = ""
    token: str = ""
