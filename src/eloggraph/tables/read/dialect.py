"""What separates the cells of a CSV file: declared, or seen in its first records."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from itertools import islice
from operator import itemgetter

from eloggraph.tables.model import LOOKED_AT, CountKnown, Dialect

SEPARATORS = (",", ";", "\t")
# What separates cells where none of the others does.
_RARE = ("|", "^", "~", "¦")
_MOST_ALIKE = 0.8
# How much of a file is searched for its separator and its header.
_SAMPLE = 65_536
_SEPARATOR_LINE = re.compile(r"sep=([^\r\n\"])(\r\n|\n|\r)")


def choose_dialect(text: str, count_known: CountKnown) -> Dialect:
    r"""Choose the separator of a CSV file.

    A first line ``sep=;`` declares it. Else it is the one of comma, semicolon and tab that gives
    the most known headers; then the one that gives most records the same number of cells. A
    vertical bar, a caret or a tilde is one where the header has no other.

    Parameters
    ----------
    count_known
        Tells how many of the given cells are headers that the model knows.

    Examples
    --------
    >>> from eloggraph.tables.model import count_none
    >>> choose_dialect("a;b\n1,5;2,5\n", count_none).separator
    ';'
    """
    declared = _SEPARATOR_LINE.match(text)
    if declared:
        return Dialect(declared.group(1), declared.end(), 2)

    @cache
    def fit(separator: str) -> tuple[int, float, int]:
        records = sample_records(text, separator)
        lengths = Counter(len(record) for record in records if len(record) > 1)
        length, count = max(lengths.items(), key=itemgetter(1), default=(1, 0))
        # Titles above a table have one cell; but a mark in some cells of one column is no more.
        share = count / len(records) if 2 * count >= len(records) > 0 else 0.0
        known = _count_most(records, count_known)
        return known, share, length

    present = [separator for separator in SEPARATORS if separator in text[:_SAMPLE]]
    best = max(present, key=fit, default=SEPARATORS[0])
    if fit(best)[0] > 1:  # an absent separator leaves each record whole, so one header at most
        return Dialect(best)
    if rare := next((mark for mark in _RARE if _is_parted(text, mark)), None):
        return Dialect(rare)
    # max keeps the first of equals: a comma, unless another fits better.
    return Dialect(max(SEPARATORS, key=fit))


def _is_parted(text: str, mark: str) -> bool:
    """Tell whether a mark separates the cells that stands within them too, as bars do.

    It does where the header has it and none of the others, and most records have as many.
    """
    header = text[:_SAMPLE].lstrip("\r\n").partition("\n")[0]
    if mark not in header or any(other in header for other in SEPARATORS):
        return False
    records = sample_records(text, mark)
    alike = sum(len(record) == len(records[0]) for record in records)
    return len(records) > 1 and alike >= _MOST_ALIKE * len(records)


def unquote_rows(records: Sequence[Sequence[str]]) -> str | None:
    r"""Return the text of a file whose rows were each quoted as if they were one cell.

    None where that is not so: the header gives no several cells, or the rows not as many.

    >>> unquote_rows([["id,nimi,kunta"], ["1,\"A, B\",Turku"]])
    'id,nimi,kunta\n1,"A, B",Turku'
    >>> unquote_rows([["note"], ["one, two"]]) is None
    True
    """
    if len(records) < 2 or any(len(record) > 1 for record in records):
        return None
    cells = [record[0] if record else "" for record in records]
    if any("\n" in cell or "\r" in cell for cell in cells):
        return None
    text = "\n".join(cells)
    for separator in SEPARATORS:
        lengths = {len(record) for record in sample_records(text, separator)}
        # A sentence may hold a comma; that every row holds as many is no chance.
        if len(lengths) == 1 and lengths.pop() > 2:
            return text
    return None


def _count_most(records: Sequence[Sequence[str]], count_known: CountKnown) -> int:
    """Return the number of known headers in the record that has most of them."""
    most = 0
    for record in records:
        most = max(most, count_known(record))
        if most > 1:  # a header; what is below it is data
            break
    return most


def sample_records(text: str, separator: str) -> list[list[str]]:
    """Return the first records of a text that are not blank, read without being strict."""
    sample = io.StringIO(text[:_SAMPLE], newline="")
    records: list[list[str]] = []
    try:
        # What a quotation mark opens may go on far beyond the sample.
        with cell_limit(_SAMPLE):
            reader = (record for record in csv.reader(sample, delimiter=separator) if record)
            records.extend(islice(reader, LOOKED_AT))
    except csv.Error:
        pass
    return records


@contextmanager
def cell_limit(length: int) -> Iterator[None]:
    """Set the longest cell that the csv module takes: a limit of the whole process."""
    before = csv.field_size_limit(length)
    try:
        yield
    finally:
        csv.field_size_limit(before)
