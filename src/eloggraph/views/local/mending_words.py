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
        "last": mending.last,
        "header": mending.header,
        "letters": list(mending.letters),
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
        "shown": say(
            "serve.mend.shown",
            first=str(mending.first),
            to=str(mending.first + len(mending.rows) - 1),
            last=str(mending.last),
        ).say(language),
    }


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
        "sheet": cause.at,
        "row": cause.row,
        "column": cause.column,
    }
