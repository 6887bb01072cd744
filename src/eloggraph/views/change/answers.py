"""Every question before and after: for a terminal and as Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from eloggraph.analysis.analyse import Analysis
from eloggraph.analysis.answers import AnswerChange
from eloggraph.text import Language, Text, format_date, say
from eloggraph.views.change.words import tell_number


def title_answers(analysis: Analysis) -> Text | None:
    """Return against what an analysis was held, as a heading; None where it was not."""
    earlier = analysis.earlier
    if earlier is None:
        return None
    old, new = (Text.each(partial(format_date, on)) for on in (earlier.on, analysis.on))
    return say("compare.since", old=old, new=new)


def write_answers(
    answers: Sequence[AnswerChange], language: Language, *, sentences: bool = False
) -> Iterator[str]:
    """Yield for a terminal each question's numbers that are others now, and those that are lacking.

    With ``sentences`` those are told too that hold no longer; what holds now is told above.
    """
    told = [(each, [*_write_answer(each, language, sentences)]) for each in answers]
    for answer, lines in told:
        if lines:
            yield "  " + answer.title.say(language)
            yield from lines
    if any(number.weight for answer in answers for number in answer.numbers):
        yield "  " + say("compare.band-note").say(language)
    if not any(lines for _, lines in told):
        yield "  " + say("compare.same-numbers").say(language)


def _write_answer(answer: AnswerChange, language: Language, sentences: bool) -> Iterator[str]:
    for number in answer.numbers:
        if number.difference != 0:
            yield "    " + tell_number(number).say(language)
    for text in answer.old if sentences else ():
        yield f"    {say('compare.before').say(language)}: {text.say(language)}"
