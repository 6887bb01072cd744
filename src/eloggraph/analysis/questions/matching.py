"""Where labour is short: the training, competence needs and questions of employers for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from eloggraph.analysis.labour_shortages import (
    ANSWERS,
    MATCHING,
    Answer,
    AnswerKind,
    Shortage,
    count_not_short,
    read_shortages,
)
from eloggraph.analysis.outcome import (
    ActionRank,
    Cell,
    Lack,
    Listing,
    ObservationRank,
    Remark,
    ReportTable,
    Row,
)
from eloggraph.analysis.question import Material, Question
from eloggraph.analysis.sentences import join_names
from eloggraph.text import Text, say


@dataclass(frozen=True, slots=True, kw_only=True)
class Matching:
    """The shortages of the day with what answers them; ``others`` have labour enough.

    ``scattered`` tells that they are not all in the same areas.
    """

    shortages: tuple[Shortage, ...]
    others: int
    scattered: bool

    def missing(self, kind: AnswerKind) -> tuple[Shortage, ...]:
        """Return the shortages for which there is nothing of a kind."""
        return tuple(each for each in self.shortages if not each.answers(kind))


def measure_matching(material: Material) -> Matching:
    """Hold the shortages against trainings, competence needs and challenges of matching.

    A cell is empty when nothing of its kind is on record for the industry or the competence, in the
    same area, a wider or a narrower one. What has no area is for all.

    >>> from datetime import date
    >>> from eloggraph.analysis.affiliation import AffiliationNetwork
    >>> nothing = AffiliationNetwork(nodes=(), ties=(), groupings=())
    >>> measure_matching(Material(network=nothing, on=date(2024, 1, 1))).missing("training")
    ()
    """
    shortages = read_shortages(material)
    return Matching(
        shortages=shortages,
        others=count_not_short(material),
        scattered=len({each.areas for each in shortages}) > 1,
    )


def _count(shortages: Sequence[Shortage]) -> int:
    """Count the industries and occupations: one that is short in two areas is one."""
    return len({each.label for each in shortages})


def _name_all(found: Matching, shortages: Sequence[Shortage], *, most: int | None = None) -> Text:
    named = [_name(found, each) for each in shortages]
    return join_names(named, most=most) if most else join_names(named)


def _name(found: Matching, shortage: Shortage) -> Text:
    """Name a shortage, with its area where not all have the same."""
    if not (found.scattered and shortage.areas):
        return shortage.label
    areas = join_names(shortage.areas)
    return Text.each(lambda language: f"{shortage.label.say(language)} ({areas.say(language)})")


def _tell(found: Matching) -> Iterator[Text]:
    short = found.shortages
    yield say("matching.short", n=_count(short), names=_name_all(found, short, most=5))
    if found.others:
        yield say("matching.others", n=found.others)
    for kind in ANSWERS:
        missing = found.missing(kind)
        if missing == short:
            yield say(f"matching.at-all.{kind}", n=_count(short))
        elif missing:
            names = _name_all(found, missing)
            yield say(f"matching.missing.{kind}", n=_count(missing), names=names)
    if not any(map(found.missing, ANSWERS)):
        yield say("matching.complete", n=_count(short))


def _observe(found: Matching) -> Iterator[Remark]:
    if missing := found.missing("training"):
        names = _name_all(found, missing)
        text = say("matching.missing.training", n=_count(missing), names=names)
        yield Remark(rank=ObservationRank.GAP, text=text)


def _advise(found: Matching, _: Material) -> Iterator[Remark]:
    if missing := found.missing("training"):
        text = say("matching.action", n=_count(missing), names=_name_all(found, missing))
        yield Remark(rank=ActionRank.FILL, text=text)


def _make_listings(found: Matching) -> Iterator[Listing]:
    yield Listing(
        title=say("matching.listing.title"),
        columns=tuple(say(f"matching.listing.{name}") for name in ("industry", *ANSWERS)),
        rows=tuple(
            Row(cells=(_name(found, each), *(_list_answers(each, kind) for kind in ANSWERS)))
            for each in found.shortages
        ),
        table="matching",
    )
    yield Listing(
        title=say("matching.listing.questions"),
        columns=tuple(say(f"matching.listing.{name}") for name in ("question", "about", "done")),
        rows=tuple(_list_questions(found)),
    )


def _list_answers(shortage: Shortage, kind: AnswerKind) -> Cell:
    answers = shortage.answers(kind)
    if not answers:
        return Lack(say(f"matching.none.{kind}"))
    return join_names([each.label for each in answers])


def _list_questions(found: Matching) -> Iterator[Row]:
    about: defaultdict[Answer, list[Shortage]] = defaultdict(list)
    for shortage in found.shortages:
        for question in shortage.questions:
            about[question].append(shortage)
    for question, shortages in about.items():
        done = join_names(question.done, most=5) if question.done else None
        named = _name_all(found, shortages)
        cells = (question.label, named, done or Lack(say("matching.none.done")))
        yield Row(cells=cells)


def _make_tables(found: Matching) -> Iterator[ReportTable]:
    columns: dict[str, type] = {
        "shortage": str, "industry": Text, "areas": Text, "kind": str, "node": str, "label": Text,
    }  # fmt: skip
    rows = tuple(
        (
            each.shortage,
            each.label,
            join_names(each.areas, most=len(each.areas)),
            kind,
            *_tell_answer(answer),
        )
        for each in found.shortages
        for kind in ANSWERS
        for answer in (each.answers(kind) or (None,))
    )
    yield ReportTable(name="matching", columns=columns, rows=rows)


def _tell_answer(answer: Answer | None) -> tuple[str | None, Text | None]:
    return (None, None) if answer is None else (answer.node, answer.label)


def _explain(_: Matching, material: Material) -> Iterator[Text]:
    yield say("matching.method", type=material.name(MATCHING))


def _name_lacking(found: Matching) -> tuple[str, ...]:
    return () if found.shortages else ("shortages",)


QUESTION = Question(
    key="matching",
    order=74,
    section_order=72,
    measure=measure_matching,
    tell=_tell,
    observe=_observe,
    advise=_advise,
    tables=_make_tables,
    listings=_make_listings,
    explain=_explain,
    lack=_name_lacking,
)
