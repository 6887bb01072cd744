"""What changed from one version of a network to the next, or between two days of one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from eloggraph.api.analyse import ask, describe_side
from eloggraph.api.day import Day, NetworkDay, look, read_day
from eloggraph.api.network import PERMUTATIONS, SEED
from eloggraph.api.opening import open_network
from eloggraph.api.unread import count_unread
from eloggraph.errors import OptionError
from eloggraph.steps import begin
from eloggraph.text import Text, format_date, say

if TYPE_CHECKING:
    from eloggraph.analysis.comparison import Comparison
    from eloggraph.snapshot.change.model import Changes
    from eloggraph.snapshot.change.version import Version


def compare(
    old: str | Path,
    new: str | Path | None = None,
    *,
    from_day: Day | None = None,
    to_day: Day | None = None,
    seed: int = SEED,
    permutations: int = PERMUTATIONS,
    untrusted: bool = False,
    today: date | None = None,
) -> Comparison:
    """Tell what changed between two versions of a network, or between two days of one.

    Things are the same where their ids are; organisations that were renamed, merged or split are
    followed; what has the same name and another id is told as such. What changed in the world is
    told apart from what is only known better now, and from what the data do not tell.

    Parameters
    ----------
    old, new
        Two network folders; without ``new`` the one folder is looked at on two days.
    from_day, to_day
        The earlier and the later day; by default those of the settings of the folders.
    seed, permutations
        As those of :meth:`eloggraph.Network.analyse`, the same on both sides.
    untrusted
        As that of :func:`eloggraph.open`.
    today
        The day that is looked at where nothing names one.

    Raises
    ------
    OptionError
        When a day is no day, month or year, when the earlier one is not earlier, or one folder is
        given with no day to hold it against.
    InputError
        When there is no such folder.

    Examples
    --------
    >>> found = compare("datasets/osaajaks", from_day="2022", to_day="2024", permutations=99)
    >>> found.old.on, found.new.on
    ('2022-12-31', '2024-12-31')
    >>> {each.why for each in found.changes.differences}
    {'world'}
    """
    if new is None and from_day is None:
        raise OptionError.about("cli.wrong.compare-one")
    from_day = read_day(from_day, "--from") if from_day is not None else None
    to_day = read_day(to_day, "--to") if to_day is not None else None
    begin("read")
    earlier = open_network(old, untrusted=untrusted)
    later = earlier if new is None else open_network(new, untrusted=untrusted)
    before, after = look(earlier, from_day, today), look(later, to_day, today)
    _refuse_order(before, after)
    return hold_against(before, after, seed=seed, permutations=permutations)


def _refuse_order(before: NetworkDay, after: NetworkDay) -> None:
    same = before.network is after.network
    if before.on > after.on or (same and before.on == after.on):
        days = {"old": before.on.isoformat(), "new": after.on.isoformat()}
        raise OptionError.about(f"cli.wrong.compare-{'days' if same else 'order'}", **days)


def hold_against(
    before: NetworkDay, after: NetworkDay, *, seed: int, permutations: int
) -> Comparison:
    """Compare two networks, or one, on their days."""
    from eloggraph.analysis.answers import compare_answers
    from eloggraph.analysis.comparison import Comparison
    from eloggraph.snapshot.change.compare import compare_versions

    begin("compare")
    changes = compare_versions(make_version(before), make_version(after))
    ties = after.network.config.ties  # those of the later on both sides, so that like meets like
    asked = (ask(each, ties, seed=seed, permutations=permutations) for each in (before, after))
    return Comparison(
        old=describe_side(before),
        new=describe_side(after),
        changes=changes,
        answers=compare_answers(*asked),
        notices=tuple(_list_notices(before, after, changes)),
        inputs=(*before.network.sources, *after.network.sources),
    )


def make_version(looked: NetworkDay) -> Version:
    """Return a network on a day as one side of a comparison."""
    from eloggraph.snapshot.change.version import Version
    from eloggraph.snapshot.model import list_kinds

    network = looked.network
    return Version(
        graphs=network.graphs,
        on=looked.on,
        kinds=list_kinds(network.schema),
        labels=network.labels,
        shown=network.shown_ids,
    )


def _list_notices(before: NetworkDay, after: NetworkDay, changes: Changes) -> Iterator[Text]:
    """Yield what keeps two versions from being compared in full."""
    old, new = before.network, after.network
    if before.on == after.on:
        yield say("compare.notice.same-day", when=_write_day(after))
    if old.config.id != new.config.id:
        yield say("compare.notice.other-network", old=old.config.id, new=new.config.id)
    if old.config.ties != new.config.ties:
        yield say("compare.notice.ties")
    for side, tables in (("old", changes.only_old), ("new", changes.only_new)):
        if tables:
            yield say(f"compare.notice.only-{side}", n=len(tables), tables=_list_names(tables))
    for looked in (before, after) if old is not new else (after,):
        faults, rows = count_unread(looked.network)
        if faults:
            yield say("compare.notice.faults", n=faults, rows=rows, day=_write_day(looked))
    unread = dict.fromkeys((*old.tables.unread(), *new.tables.unread()))
    if unread:
        yield say("compare.notice.unread", n=len(unread), files=", ".join(unread))
    if changes.sources:
        yield say("compare.notice.sources", n=changes.sources)


def _write_day(looked: NetworkDay) -> Text:
    return Text.each(partial(format_date, looked.on.isoformat()))


def _list_names(names: tuple[Text, ...]) -> Text:
    return Text.each(lambda language: ", ".join(name.say(language) for name in names))
