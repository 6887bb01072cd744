"""Which sorts of ties were counted, told once for all questions that count the same."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from eloggraph.analysis.outcome import Outcome
from eloggraph.analysis.sentences import join_names
from eloggraph.text import Text, say
from eloggraph.tie_sorts import TIE_SORTS, TieChoice, TieSort, choose_sorts, sort_keys


def tell_counted(outcomes: Iterable[Outcome[object]], chosen: TieChoice) -> Iterator[Text]:
    """Yield for the questions that count the same sorts of ties which these are, and which not.

    Parameters
    ----------
    outcomes
        What the questions found; those without a row in the table of sorts look at no such ties.
    chosen
        The sorts that the network chose.

    Examples
    --------
    >>> list(tell_counted((), {}))
    []
    """
    titles: defaultdict[frozenset[TieSort], list[Text]] = defaultdict(list)
    for outcome in outcomes:
        if outcome.key in sort_keys():
            titles[choose_sorts(outcome.key, chosen)].append(outcome.title)
    for sorts, told in titles.items():
        others = frozenset(TIE_SORTS) - sorts
        yield say(
            f"ties.counted.{'some' if others else 'all'}",
            questions=join_names(told, most=len(told)),
            sorts=_name(sorts),
            others=_name(others),
        )


def _name(sorts: frozenset[TieSort]) -> Text:
    names = [say(f"ties.sort.{sort}") for sort in TIE_SORTS if sort in sorts]
    return join_names(names, most=len(names))
