"""Files that are named in place of what they belong to: a table stands for its whole network."""

from __future__ import annotations

from collections.abc import Iterable
from os.path import realpath
from pathlib import Path

from eloggraph.config import FILE, read_config
from eloggraph.errors import OptionError


def find_networks(paths: Iterable[str | Path]) -> tuple[Path, ...]:
    """Return paths with the folder of its network in place of each table, each folder once.

    The folder is the nearest one above that has settings, within the repository, or else the one
    that the table is in. A network is judged as a whole: a row that is taken out of one table is
    missed in another.

    >>> find_networks(["datasets/suomi/roles.csv", "datasets/suomi/network.toml", "a.ttl"])
    (PosixPath('datasets/suomi'), PosixPath('a.ttl'))
    """
    given = [Path(path) for path in paths]
    found = [_find_folder(path) if _is_part(path) else path for path in given]
    folders = {realpath(path) for path in found if path not in given}
    # The workbook of a folder that is checked is read with it.
    kept = (path for path in found if not (_is_workbook(path) and realpath(path.parent) in folders))
    # A link that leads back to itself has a real path too, and is told when it is read.
    return tuple({realpath(path): path for path in reversed([*kept])}.values())[::-1]


def refuse_addresses(paths: Iterable[str | Path]) -> None:
    """Refuse what is an address on the web in place of a path.

    Raises
    ------
    OptionError
        Naming the first.
    """
    for path in map(str, paths):
        if path.startswith(("http://", "https://")):
            raise OptionError.about("queries.wrong.address", value=path)


def list_inputs(paths: Iterable[str | Path]) -> list[Path]:
    """Return the paths that are there, and after them the folders that these networks use.

    >>> [path.name for path in list_inputs(["datasets/osaajaks", "no-such-folder"])]
    ['osaajaks', 'suomi']
    """
    from eloggraph.tables.read.folder import find_used

    found: dict[Path, Path] = {}
    waiting = [Path(path) for path in paths]
    while waiting:
        path = waiting.pop(0)
        if path.exists() and path.resolve() not in found:
            found[path.resolve()] = path
            folder = path.parent if _is_workbook(path) else path
            config = read_config(folder)[0] if folder.is_dir() else None
            used = (find_used(folder, entry) for entry in config.uses) if config else ()
            waiting += [each for each in used if each is not None]
    return list(found.values())


def _is_part(path: Path) -> bool:
    from eloggraph.filenames import is_csv

    return (path.name == FILE or is_csv(path)) and path.is_file()


def _is_workbook(path: Path) -> bool:
    from eloggraph.filenames import WORKBOOKS

    return path.name.lower() in WORKBOOKS and path.is_file()


def _find_folder(path: Path) -> Path:
    own = path.parent
    if (own / FILE).is_file():
        return own
    for folder in (above := own.resolve(), *above.parents):
        if (folder / FILE).is_file():
            return folder
        if (folder / ".git").exists():
            break
    return own
