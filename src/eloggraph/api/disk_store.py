"""A network as a store on disk: made once, opened in milliseconds, asked like the network."""

from __future__ import annotations

import os
import shlex
import stat
from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from eloggraph.api.asked import Dataset
from eloggraph.api.day import Day, look, read_day
from eloggraph.api.ids import keep_ids
from eloggraph.api.unread import count_unread, refuse_faults
from eloggraph.errors import InputError, OptionError, OutputError
from eloggraph.filenames import IDS, is_network_file
from eloggraph.output.ownership import hash_bytes, hash_file
from eloggraph.text import Text, quote_names, say

if TYPE_CHECKING:
    import pyoxigraph

    from eloggraph.api.opened import OpenedFolder
    from eloggraph.api.written import WrittenNetwork
    from eloggraph.finding import Finding
    from eloggraph.graph.rdf.store import Asking
    from eloggraph.graph.written import Restore
    from eloggraph.tie_sorts import TieChoice


# The largest table of which it is looked whether its content is the same at another time.
_LARGEST = 1 << 30


def write_store(
    network: WrittenNetwork, folder: str | Path, rebuild: bool, draft: bool, at: Day | None
) -> Finding | None:
    """Write a network as a store on disk: see :meth:`eloggraph.Network.write_store`."""
    from eloggraph.graph.rdf.disk import is_store_only, write_disk_store
    from eloggraph.graph.rdf.store_about import is_store
    from eloggraph.output import fill_new_folder, refuse_inputs

    place = Path(folder)
    refuse_inputs(place, network.sources)
    if not rebuild and is_store(place):
        raise OutputError.tell("store-there", chapter="queries", value=str(folder))
    refuse_faults(network, draft)
    kept = keep_ids(network)  # before the folders are listed: the store is not stale at once
    day = read_day(at) if at is not None else None
    graphs = look(network, at).snapshot.graphs if day else network.graphs
    about = {
        "bases": [network.config.base],
        "at": day,
        "ties": {key: sorted(sorts) for key, sorts in sorted(network.config.ties.items())},
        "made_by": _name_tool(),
        "folder": os.path.relpath(network.tables.folder, place.parent),
        "folders": _list_folders(network, place.parent),
        "inputs": dict(_hash_inputs(network, place.parent)),
        **dict(zip(("faults", "rows"), count_unread(network), strict=True)),
    }
    with fill_new_folder(place, replaced=is_store_only if rebuild else None) as fresh:
        write_disk_store(fresh, graphs, about)
    return kept


def _name_tool() -> str:
    from importlib.metadata import version

    from eloggraph.graph.rdf.packaged import ontology_turtle

    return f"{version('eloggraph')} {hash_bytes(ontology_turtle())}"


def _hash_inputs(network: WrittenNetwork, start: Path) -> Iterator[tuple[str, dict[str, object]]]:
    """Yield the files that a network was read from, each with its size, time and hash."""
    ids = network.tables.folder / IDS  # which may have been written since the network was read
    read = [*network.tables.files(), *([ids] if ids.is_file() and not ids.is_symlink() else [])]
    files = {path.parent.resolve() / path.name for path in read}
    for path in sorted(files):
        status = path.stat()
        yield (
            os.path.relpath(path, start.resolve()),
            {"size": status.st_size, "time": status.st_mtime_ns, "sha256": hash_file(path)},
        )


def _list_folders(network: WrittenNetwork, start: Path) -> dict[str, list[str]]:
    """Return the folders of a network, each with the names of the files that it may be read of."""
    folders = sorted({folder.resolve() for folder in network.sources})
    return {os.path.relpath(each, start.resolve()): _list_names(each) for each in folders}


def _list_names(folder: Path) -> list[str]:
    if not folder.is_dir():
        return []
    return sorted(path.name for path in folder.iterdir() if is_network_file(path))


class StoreDataset(Dataset):
    """A store on disk that :meth:`eloggraph.Network.write_store` has written."""

    def __init__(self, folder: Path, about: Mapping[str, Any], *, untrusted: bool = False) -> None:
        self.path = folder
        self._about = about
        self._untrusted = untrusted

    def __repr__(self) -> str:
        """Return the name on one line."""
        return f"<Store {self.path.name} of {', '.join(self.bases)}>"

    @property
    def networks(self) -> tuple[OpenedFolder, ...]:
        """No network: nothing is known of rows and days."""
        return ()

    @property
    def bases(self) -> tuple[str, ...]:
        """The IRI of the network."""
        return tuple(self._about["bases"])

    @property
    def ties(self) -> TieChoice:
        """The sorts of ties that the network chose to count."""
        return {key: frozenset(sorts) for key, sorts in self._about["ties"].items()}

    @property
    def sources(self) -> tuple[Path, ...]:
        """The folder of the store."""
        return (self.path,)

    @cached_property
    def store(self) -> pyoxigraph.Store:
        """All that is in the store, to read from.

        Raises
        ------
        InputError
            When it cannot be opened.
        """
        from eloggraph.graph.rdf.disk import open_disk_store

        try:
            return open_disk_store(self.path)
        except OSError as error:
            reason = str(error).splitlines()[0]
            raise InputError.tell(
                "store-unreadable", chapter="queries", value=str(self.path), reason=reason
            ) from error

    @cached_property
    def restore(self) -> Restore:
        """What writes the literals of an answer as the tables write them."""
        from eloggraph.graph.rdf.disk import read_written
        from eloggraph.graph.written import make_restorer

        return make_restorer(lambda: read_written(self.path))

    def find_store(self, asking: Asking | None = None, *, with_ontology: bool) -> pyoxigraph.Store:
        """Return the store; the ontology is there in any case."""
        return self.store

    def find_day_store(self, at: Day | None, asking: Asking | None = None) -> pyoxigraph.Store:
        """Return the store: it has the state of one day, or all that is on record.

        Raises
        ------
        OptionError
            When another day is asked for.
        """
        if at is not None and read_day(at) != self._about["at"]:
            raise OptionError.tell("day-of-store", chapter="queries", value=str(at))
        return self.store

    @property
    def remarks(self) -> tuple[Text, ...]:
        """What the store has, and whether what it was made of has changed."""
        at = self._about["at"]
        has = say("queries.store.day", day=at) if at else say("queries.store.whole")
        said = [has]
        if self._about["faults"]:
            counts = {"n": self._about["faults"], "rows": self._about["rows"]}
            said.append(say("queries.store.draft", **counts))
        if self._untrusted:  # what a stranger's store names is neither looked for nor shown
            return (*said, say("queries.store.unlooked"))
        if changed := list(self._list_changed()):
            names, line = quote_names(changed[:3]), self._write_line()
            said.append(say("queries.store.stale", names=names, n=len(changed), line=line))
        return tuple(said)

    def _write_line(self) -> str:
        """Return the line that makes the store again, as a shell takes it."""
        folder = os.path.normpath(self.path.parent / self._about["folder"])
        at = self._about["at"]
        day = ["--at", at] if at else []
        draft = ["--draft"] if self._about["faults"] else []
        parts = ["build", folder, "--store", str(self.path), *day, *draft, "--rebuild"]
        return f"eloggraph {shlex.join(parts)}"

    def _list_changed(self) -> Iterator[str]:
        """Yield the names of files that are not as they were, and of the toolkit if it is not."""
        if self._about["made_by"] != _name_tool():
            yield "eloggraph"
        for name, was in self._about["inputs"].items():
            if not self._is_same(name, was):
                yield Path(name).name
        for folder, names in self._about["folders"].items():
            with suppress(OSError):
                yield from sorted({*_list_names(self.path.parent / folder)} - {*names})

    def _is_same(self, name: str, was: Mapping[str, Any]) -> bool:
        """Tell whether a table is as it was; opened is none but a table in a folder of then."""
        path = self.path.parent / name
        if str(Path(name).parent) not in self._about["folders"] or not is_network_file(path):
            return False
        try:
            status = path.stat()
            if not stat.S_ISREG(status.st_mode) or status.st_size != was["size"]:
                return False
            if status.st_mtime_ns == was["time"]:
                return True
            return status.st_size <= _LARGEST and hash_file(path) == was["sha256"]
        except OSError:
            return False


def open_store_folder(path: Path, *, untrusted: bool = False) -> StoreDataset | None:
    """Return a store on disk; None where a folder is none.

    >>> open_store_folder(Path("datasets/osaajaks"))
    """
    from eloggraph.graph.rdf.store_about import read_about
    from eloggraph.once import keep_told

    about = read_about(path) if path.is_dir() else None
    if about is None:
        return None
    for name, was in about["inputs"].items():
        # Where the folder lies is told to nobody; the hash is of what the store was made of.
        keep_told("/".join((path.parent / name).resolve().parts[-2:]), was["sha256"])
    return StoreDataset(path, about, untrusted=untrusted)
