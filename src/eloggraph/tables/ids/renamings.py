"""Which new name is that of a row that was called otherwise: by its spelling, or by its row."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from eloggraph.tables.ids.kept import KeptId
from eloggraph.tables.ids.names import fold_name
from eloggraph.tables.ids.rows import NamedRow

# Of so many letters one may differ: of four none, for Kela is not Keva; and at most so many.
_PER_LETTER, _MOST_EDITS = 6, 3
# So many letters of a word are the same in all its cases.
_STEM = 5
# Names that share this much may be meant alike: that is asked, not assumed.
_ALIKE = 0.75
# With more of both than this, names were replaced as a whole: then only equal rows are compared.
_MOST_PAIRS = 250_000


@dataclass(frozen=True, kw_only=True)
class Renamings:
    """What became of rows whose names are gone, by the index of the row that has a new name.

    ``sure`` are the same rows; ``unsure`` may be.
    """

    sure: Mapping[int, KeptId]
    unsure: Mapping[int, KeptId]


def find_renamings(
    gone: Sequence[KeptId],
    new: Sequence[NamedRow],
    others: Sequence[NamedRow] = (),
    common: Collection[str] = (),
) -> Renamings:
    """Find the rows that have another name than before.

    A row is the one that was called otherwise where the old name and the new one differ by a letter
    or two, of which none is a digit, or where all else that the row says is what no other row said
    or says. If that holds of several, or the names are only alike or share a word that no other
    name has, it may be.

    Parameters
    ----------
    gone
        Ids whose names no row has any more, and had at the last writing.
    new
        Rows with names that no id is kept for.
    others
        The other rows of the table.
    common
        Hashes of what several rows said or say beside their names: they show nothing.
    """
    if not gone or not new:
        return Renamings(sure={}, unsure={})
    near: dict[tuple[int, int], float] = {}
    if len(gone) * len(new) <= _MOST_PAIRS:
        near = {**dict.fromkeys(_list_sharing(gone, new, others), _ALIKE), **_list_near(gone, new)}
    same = set(_list_same(gone, new, common))
    close = {pair for pair, ratio in near.items() if ratio == 1}
    sure: dict[int, int] = {}
    for pairs in (close & same, close | same):
        open_ = {(old, row) for old, row in pairs if old not in sure.values() and row not in sure}
        sure |= _pair_off(open_)
    taken = set(sure.values())
    unsure: dict[int, tuple[float, int]] = {}
    for old, row in sorted(close | same | near.keys()):
        if old not in taken and row not in sure:
            best = (-near.get((old, row), 1.0), old)
            unsure[row] = min(unsure.get(row, best), best)
    return Renamings(
        sure={row: gone[old] for row, old in sure.items()},
        unsure={row: gone[old] for row, (_, old) in unsure.items()},
    )


def _pair_off(pairs: Iterable[tuple[int, int]]) -> dict[int, int]:
    """Return, by the new one, the pairs of which either side is in no other."""
    given = sorted(pairs)
    olds, news = Counter(old for old, _ in given), Counter(new for _, new in given)
    return {new: old for old, new in given if olds[old] == news[new] == 1}


def _list_same(
    gone: Sequence[KeptId], new: Sequence[NamedRow], common: Collection[str]
) -> Iterator[tuple[int, int]]:
    """Yield the pairs that say the same beside their names, which no other says."""
    before: defaultdict[str, list[int]] = defaultdict(list)
    after: defaultdict[str, list[int]] = defaultdict(list)
    for at, line in enumerate(gone):
        before[line.mark].append(at)
    for at, row in enumerate(new):
        after[row.mark].append(at)
    for mark in before.keys() - {"", *common}:
        if len(before[mark]) == len(after.get(mark, ())) == 1:
            yield before[mark][0], after[mark][0]


def _list_near(gone: Sequence[KeptId], new: Sequence[NamedRow]) -> dict[tuple[int, int], float]:
    """Return the pairs whose names are alike: 1 where they are as good as the same."""
    old_names = [[name for each in line.names if (name := fold_name(each))] for line in gone]
    found: dict[tuple[int, int], float] = {}
    for at, row in enumerate(new):
        for place, names in enumerate(old_names):
            likeness = max(
                (_compare(one, other) for one in names for other in row.folded), default=0.0
            )
            if likeness >= _ALIKE:
                found[place, at] = likeness
    return found


def _list_sharing(
    gone: Sequence[KeptId], new: Sequence[NamedRow], others: Sequence[NamedRow]
) -> Iterator[tuple[int, int]]:
    """Yield the pairs that share a word, whatever its ending, which no other name has."""
    told_of = {stem for row in others for stem in _list_stems(row.names)}
    before: defaultdict[str, list[int]] = defaultdict(list)
    after: defaultdict[str, list[int]] = defaultdict(list)
    for at, line in enumerate(gone):
        for stem in _list_stems(line.names):
            before[stem].append(at)
    for at, row in enumerate(new):
        for stem in _list_stems(row.names):
            after[stem].append(at)
    for stem in before.keys() - told_of:
        if len(before[stem]) == len(after.get(stem, ())) == 1:
            yield before[stem][0], after[stem][0]


def _list_stems(names: Iterable[str]) -> set[str]:
    """Return how the longer words of some names begin.

    >>> sorted(_list_stems(["Otavian opisto", "Vi"]))
    ['opist', 'otavi']
    """
    words = (word for name in names for word in re.findall(r"[^\W\d_]+", name.casefold()))
    return {word[:_STEM] for word in words if len(word) >= _STEM}


def _compare(one: str, other: str) -> float:
    """Return how alike two folded names are; 1 where they differ by a slip of the pen.

    >>> _compare("kuopionkaupunki", "kuopionkaupumki"), _compare("ohjaamo1", "ohjaamo2") < 1
    (1.0, True)
    >>> _compare("pielavedenkunta", "leppävirrankunta") < 0.75
    True
    """
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    if matcher.real_quick_ratio() < _ALIKE or matcher.quick_ratio() < _ALIKE:
        return 0.0
    most = min(min(len(one), len(other)) // _PER_LETTER, _MOST_EDITS)
    has_same_numbers = re.findall(r"\d+", one) == re.findall(r"\d+", other)
    if has_same_numbers and _count_edits(one, other, most) <= most:
        return 1.0
    return min(matcher.ratio(), 0.99)


def _count_edits(one: str, other: str, most: int) -> int:
    """Return how many letters must be put in, taken out or changed; more than ``most`` is enough.

    >>> _count_edits("iisalmi", "isalmi", 2), _count_edits("aaa", "bbb", 1)
    (1, 2)
    """
    if abs(len(one) - len(other)) > most:
        return most + 1
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one, 1):
        before, row = row, [at]
        for place, against in enumerate(other, 1):
            changed = before[place - 1] + (letter != against)
            row.append(min(changed, before[place] + 1, row[-1] + 1))
        if min(row) > most:
            return most + 1
    return row[-1]
