"""What is installed: versions, and the hash of every file of the toolkit."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from pathlib import Path

from eloggraph.output.ownership import hash_bytes

_PACKAGE = Path(__file__).parents[1]
_NAME = re.compile(r"[A-Za-z0-9._-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Installed:
    """The toolkit as it is installed.

    ``versions`` are those of Python, of the toolkit and of the libraries that it asks for;
    ``files`` are pairs of path and SHA-256 below ``folder``; ``program`` is what runs it.
    """

    versions: tuple[tuple[str, str], ...]
    folder: Path
    files: tuple[tuple[str, str], ...]
    program: Path
    program_hash: str

    def write_list(self) -> str:
        """Return the files as ``sha256sum --check`` reads them, from within ``folder``."""
        return "".join(f"{sum_}  {path}\n" for path, sum_ in self.files)

    @property
    def hash(self) -> str:
        """The SHA-256 of that list: the same wherever the same files are installed."""
        return hash_bytes(self.write_list().encode())


def list_installed() -> Installed:
    """Return what is installed here.

    >>> installed = list_installed()
    >>> len(installed.hash), "eloggraph/api/installed.py" in dict(installed.files)
    (64, True)
    """
    folder, program = _PACKAGE.parent, Path(sys.executable).resolve()
    paths = {
        path.relative_to(folder).as_posix(): path
        for path in _PACKAGE.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    return Installed(
        versions=tuple(_list_versions()),
        folder=folder,
        files=tuple((name, hash_bytes(paths[name].read_bytes())) for name in sorted(paths)),
        program=program,
        program_hash=hash_bytes(program.read_bytes()),
    )


def _list_versions() -> list[tuple[str, str]]:
    from importlib.metadata import PackageNotFoundError, requires, version  # slow to import

    found = [("Python", ".".join(map(str, sys.version_info[:3])))]
    asked = [line for line in requires("eloggraph") or () if "extra ==" not in line]
    for name in ("eloggraph", *sorted(_NAME.findall(line)[0] for line in asked)):
        try:
            found.append((name, version(name)))
        except PackageNotFoundError:  # left out of a folder that needs no installation
            continue
    return found
