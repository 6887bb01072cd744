"""What is to be mended in the words of one language: for the page, and for its script."""

from __future__ import annotations

from collections.abc import Mapping

from eloggraph.text import Language, Text, say
from eloggraph.views.local.mending_values import Cause, Mark, Mending
from eloggraph.views.report.parts import SEVERITY_SIGNS


def say_mending(mending: Mending, language: Language) -> dict[str, object]:
    """Return everything that is shown, as values of JSON."""
    return {
        "title": _count(mending, language),
        "revision": mending.revision,
        "sheet": mending.at,
        "first": mending.first,
        "top": mending.top,
        "last": mending.last,
        "header": mending.header,
        "left": mending.left,
        "wide": mending.wide,
        "letters": list(mending.letters),
        "heads": list(mending.heads),
        "window": mending.window,
        "tabs": [{"name": tab.name.say(language), "count": tab.count} for tab in mending.tabs],
        "rows": [list(row) for row in mending.rows],
        "changed": [list(each) for each in sorted(mending.changed)],
        "marks": [_say_mark(mark, language) for mark in mending.marks],
        "causes": [_say_cause(cause, language) for cause in mending.causes],
        "hidden": say("serve.mend.hidden", n=mending.hidden).say(language)
        if mending.hidden
        else "",
        "undo": mending.can_undo,
        "redo": mending.can_redo,
        "shown": _say_part(mending, language),
    }


def _say_part(mending: Mending, language: Language) -> str:
    """Return which rows are shown; which columns too where not all of them are."""
    first, to = str(mending.first), str(mending.first + len(mending.rows) - 1)
    rows = say("serve.mend.shown", first=first, to=to, last=str(mending.last)).say(language)
    if len(mending.letters) == mending.wide:
        return rows
    letters, many = mending.letters, str(mending.wide)
    columns = say("serve.mend.columns", first=letters[0], to=letters[-1], n=many).say(language)
    return f"{rows} {columns}"


def _count(mending: Mending, language: Language) -> str:
    counts: Mapping[str, int] = dict(mending.counts)
    parts = [
        say(f"serve.mend.{key}", n=counts[key]).say(language)
        for key in ("violation", "warning")
        if counts[key]
    ]
    if parts:
        return ", ".join(parts)
    told = say("serve.mend.info", n=counts["info"]) if counts["info"] else None
    return (told or say("serve.nothing.title")).say(language)


def _say_mark(mark: Mark, language: Language) -> dict[str, object]:
    return {
        "row": mark.row,
        "column": mark.column,
        "severity": mark.severity,
        "sign": SEVERITY_SIGNS[mark.severity],
        "text": " ".join(text.say(language) for text in mark.texts),
    }


def _say_cause(cause: Cause, language: Language) -> dict[str, object]:
    def of(text: Text | None) -> str:
        return "" if text is None else text.say(language)

    following = say("serve.mend.following", n=cause.following) if cause.following else None
    waiting = say("serve.mend.forgotten", n=cause.waiting) if cause.waiting else None
    correction = cause.correction
    fix = None if correction is None else say("serve.mend.write", value=correction)
    return {
        "key": cause.key,
        "severity": cause.severity,
        "sign": SEVERITY_SIGNS[cause.severity],
        "name": say(f"cli.severity.{cause.severity}").say(language),
        "where": cause.where.say(language),
        "many": of(cause.many),
        "message": of(cause.message),
        "seen": of(cause.seen),
        "remedy": of(cause.remedy),
        "following": of(following),
        "fix": of(fix),
        "waiting": of(waiting),
        "sheet": cause.at,
        "row": cause.row,
        "column": cause.column,
    }
