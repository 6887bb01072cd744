"""What came back, in sentences for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from eloggraph.cards.model import SAID, Answer, Taken
from eloggraph.text import Language, Text, say

_MOST = 10


def render_taken(taken: Taken, language: Language) -> str:
    """Return who answered and who did not, and what the answers say, the gravest by name."""
    lines = [line.say(language) for line in _tell(taken)]
    return "".join(f"{line}\n" for line in lines)


def _tell(taken: Taken) -> Iterator[Text]:
    total = len(taken.answered) + len(taken.silent) + len(taken.blank)
    yield say("confirm.told.answered", n=len(taken.answered), total=total)
    if taken.answered and taken.silent:
        yield say("confirm.told.silent", names=_join([card.label for card in taken.silent]))
    if taken.blank:
        yield say("confirm.told.blank", names=_join([card.label for card in taken.blank]))
    for said in SAID:
        answers = taken.of(said)
        if answers:
            yield say(f"confirm.told.{said}", n=len(answers))
        if said != "confirmed":
            yield from (_show(answer).change(_indent) for answer in answers[:_MOST])
            if len(answers) > _MOST:
                yield say("confirm.told.more", n=len(answers) - _MOST).change(_indent)


def _show(answer: Answer) -> Text:
    told = {"actor": answer.label, "what": answer.what, "before": answer.before or "–"}
    if answer.said in ("corrected", "conflict", "not-taken") and answer.field:
        return say("confirm.told.values", field=answer.field, after=answer.after, **told)
    return say("confirm.told.line", **told)


def _indent(line: str) -> str:
    return f"  {line}"


def _join(names: Sequence[Text]) -> Text:
    more = say("analysis.more", n=len(names) - _MOST) if len(names) > _MOST else None

    def join(language: Language) -> str:
        said = ", ".join(name.say(language) for name in names[:_MOST])
        return f"{said} {more.say(language)}" if more else said

    return Text.each(join)
