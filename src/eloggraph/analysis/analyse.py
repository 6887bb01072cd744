"""All questions asked of one network, joined into what the report opens with."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from eloggraph.analysis.answers import AnswerChange, NumberChange, Side
from eloggraph.analysis.counted import tell_counted
from eloggraph.analysis.outcome import Outcome, ReportTable
from eloggraph.analysis.question import Counts, Material, Question
from eloggraph.analysis.registry import choose_questions
from eloggraph.analysis.sufficiency import Evidence
from eloggraph.analysis.summary import choose_headline, list_actions, list_observations
from eloggraph.steps import begin
from eloggraph.text import Text, say

VERSION = 1
_NAMED = 3
_PAIRS = frozenset({"counts", "ties_by_kind"})


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Analysis:
    """What was found, most important first, with the data basis of every claim.

    What a question found is also an attribute by the question's key: ``analysis.silos``. ``chosen``
    tells that questions were asked by name: then nothing is said of the whole. In one for the
    ``public`` there is nothing to do next, and nothing of what is for working with.
    ``methods`` say how it was measured, where that concerns several questions. Where it was held
    against an ``earlier`` day or version, ``answers`` are the same questions before and after.
    """

    counts: Counts
    outcomes: tuple[Outcome[Any], ...]
    headline: Text
    observations: tuple[Text, ...]
    actions: tuple[Text, ...]
    on: str
    seed: int
    permutations: int
    chosen: bool = False
    public: bool = False
    methods: tuple[Text, ...] = ()
    earlier: Side | None = None
    answers: tuple[AnswerChange, ...] = ()

    def __repr__(self) -> str:
        """Return what was asked on one line."""
        keys = [each.key for each in self.outcomes]
        more = f" and {len(keys) - _NAMED} more" if len(keys) > _NAMED else ""
        return f"<Analysis {', '.join(keys[:_NAMED])}{more} on {self.on}>"

    def __getattr__(self, name: str) -> Any:
        """Return what the question of that key found."""
        outcomes: tuple[Outcome[Any], ...] = object.__getattribute__(self, "outcomes")
        for outcome in outcomes:
            if outcome.key == name:
                return outcome.found
        asked = ", ".join(outcome.key for outcome in outcomes)
        raise AttributeError(f"no question {name!r}: {asked} were asked")

    def table(self, name: str) -> ReportTable:
        """Return a table of what was found: the rows of ``tables/NAME.csv`` that ``run`` writes.

        Raises
        ------
        KeyError
            When the questions that were asked have no table of that name.

        Examples
        --------
        >>> import eloggraph
        >>> analysis = eloggraph.open("datasets/osaajaks").analyse("coverage")
        >>> analysis.table("coverage_areas").records("en")[0]["area_label"]
        'Hankasalmi'
        >>> analysis.table("coverage_area")
        Traceback (most recent call last):
        KeyError: "no table 'coverage_area': coverage, coverage_areas were made"
        """
        tables = {table.name: table for outcome in self.outcomes for table in outcome.tables}
        if name not in tables:
            raise KeyError(f"no table {name!r}: {', '.join(tables)} were made")
        return tables[name]

    def list_lacking(self) -> tuple[Text, ...]:
        """Return for each question without an answer which tables would bring one."""
        if self.public:
            return ()
        return tuple(each.lacking for each in self.outcomes if each.lacking is not None)

    def to_dict(self) -> dict[str, object]:
        """Return JSON-ready values: numbers to 6 decimals, texts by language."""
        return {
            "version": VERSION,
            "counts": write_plainly(self.counts),
            **{outcome.key: write_plainly(outcome.found) for outcome in self.outcomes},
            "lacking": {
                each.key: write_plainly(each.lacking) for each in self.outcomes if each.lacking
            },
            "headline": write_plainly(self.headline),
            "observations": write_plainly(self.observations),
            "actions": write_plainly(self.actions),
            "seed": self.seed,
            "permutations": self.permutations,
            **({"against": self._write_earlier()} if self.earlier else {}),
        }

    def _write_earlier(self) -> dict[str, object]:
        return {
            "earlier": write_plainly(self.earlier),
            "answers": [write_answer(answer) for answer in self.answers],
        }


def analyse(material: Material, questions: Sequence[str] = ()) -> Analysis:
    """Ask every question of a network and choose what to say first.

    Parameters
    ----------
    material
        The network, the day that is looked at, and what else a question may look at.
    questions
        The names of those to ask, in the order asked; by default all.

    Raises
    ------
    OptionError
        When there is no question of a name.

    Examples
    --------
    >>> from datetime import date
    >>> from eloggraph.analysis.affiliation import AffiliationNetwork
    >>> nothing = AffiliationNetwork(nodes=(), ties=(), groupings=())
    >>> analyse(Material(network=nothing, on=date(2024, 1, 1))).headline.en
    'There are no actors in the data.'

    """
    chosen = choose_questions(questions)
    asked = list(_ask([q for q in chosen if not (q.working and material.public)], material))
    return Analysis(
        counts=material.counts,
        outcomes=tuple(outcome for _, outcome in asked),
        headline=choose_headline(asked, material),
        observations=list_observations(asked, material),
        actions=() if material.public else list_actions(asked, material),
        on=material.on.isoformat(),
        seed=material.seed,
        permutations=material.permutations,
        chosen=bool(questions),
        public=material.public,
        methods=tuple(tell_counted((outcome for _, outcome in asked), material.ties)),
    )


def _ask(
    questions: Sequence[Question[Any]], material: Material
) -> Iterator[tuple[Question[Any], Outcome[Any]]]:
    for n, question in enumerate(questions, 1):
        begin("question", n=n, total=len(questions), title=say(f"{question.key}.title"))
        yield question, question.answer(material)


def _to_json(owner: object, name: str) -> object:
    value = getattr(owner, name)
    if name in _PAIRS and isinstance(value, tuple):
        return {str(key): write_plainly(count) for key, count in value}
    return write_plainly(value)


def write_plainly(value: object) -> object:
    """Return a value as JSON has it: numbers to 6 decimals, texts by language.

    >>> write_plainly((1 / 3, Text.same("a").said))
    [0.333333, ['a', 'a', 'a']]
    """
    if isinstance(value, Text):
        return value.to_dict()
    if isinstance(value, float):
        return round(value, 6)
    if isinstance(value, Evidence):
        shown = {f.name: write_plainly(getattr(value, f.name)) for f in fields(value)}
        return {**shown, "enough": value.enough}
    if is_dataclass(value):
        return {field.name: _to_json(value, field.name) for field in fields(value)}
    if isinstance(value, (tuple, list)):
        return [write_plainly(item) for item in value]
    return value


def write_answer(answer: AnswerChange) -> dict[str, object]:
    """Return a question before and after as JSON has it, with what its numbers come to."""
    numbers = [
        {**_spread(each), "difference": each.difference, "weight": each.weight}
        for each in answer.numbers
    ]
    return {**_spread(answer), "numbers": numbers}


def _spread(value: AnswerChange | NumberChange) -> dict[str, object]:
    return {field.name: _to_json(value, field.name) for field in fields(value)}
