"""The version before this one, where the settings name it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eloggraph.api.compare import hold_against
from eloggraph.api.day import NetworkDay, look
from eloggraph.api.network import Network
from eloggraph.api.opening import open_network
from eloggraph.config import FILE
from eloggraph.errors import InputError
from eloggraph.finding import Place

if TYPE_CHECKING:
    from eloggraph.analysis.comparison import Comparison

_AT = Place(file=FILE, column="previous")


def open_previous(network: Network) -> Network | None:
    """Open the folder that ``previous`` of the settings names; None where it names none.

    Raises
    ------
    InputError
        When there is no such folder, not all of it can be read, or a stranger's settings lead out
        of the repository.
    """
    from eloggraph.tables.read.outside import find_top, refuse_use

    entry, tables = network.config.previous, network.tables
    if not entry:
        return None
    top = find_top(tables.folder) if tables.untrusted else None
    if refuse_use(entry, tables.folder, top) is not None:
        raise InputError.tell("previous-outside", _AT, value=entry)
    folder = tables.folder / entry
    if not folder.is_dir():
        raise InputError.tell("previous-missing", _AT, value=entry)
    previous = open_network(folder, untrusted=tables.untrusted)
    if not previous.tables.complete:
        raise InputError.tell("previous-unreadable", _AT, value=entry)
    return previous


def compare_with_previous(
    previous: Network, looked: NetworkDay, *, seed: int, permutations: int
) -> Comparison:
    """Tell what changed since the version before.

    Raises
    ------
    InputError
        When that is of a later day than the one that is looked at.
    """
    before = look(previous, today=looked.on)
    if before.on > looked.on:
        days = {"old": before.on.isoformat(), "new": looked.on.isoformat()}
        raise InputError.tell("previous-later", _AT, **days)
    return hold_against(before, looked, seed=seed, permutations=permutations)
