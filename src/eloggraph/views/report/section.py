"""One section of the report for each question, found by the question's key.

``sections/<key>.html`` is the section's template and ``sections/<key>.py`` prepares what that
takes. A question may be without either: then its sentences stand under its title.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from eloggraph.views.page.sources import has_template

if TYPE_CHECKING:
    from eloggraph.analysis.outcome import Outcome

_PLAIN = "report/section.html"


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """An outcome with the template that shows it, and the ``parts`` that the template takes."""

    outcome: Outcome[Any]
    template: str
    parts: Mapping[str, object]


def make_sections(outcomes: Iterable[Outcome[Any]]) -> tuple[Section, ...]:
    """Return the sections in the order of the report: one of each question with an answer.

    Those of which nothing can be said for lack of data come last.
    """
    answered = (outcome for outcome in outcomes if outcome.lacking is None)
    ordered = sorted(answered, key=lambda each: (each.undecided, each.section_order))
    return tuple(_make_section(outcome) for outcome in ordered)


def _make_section(outcome: Outcome[Any]) -> Section:
    own = f"report/sections/{outcome.key}.html"
    return Section(
        outcome=outcome,
        template=own if has_template(own) else _PLAIN,
        parts=_prepare(outcome),
    )


def _prepare(outcome: Outcome[Any]) -> Mapping[str, object]:
    name = f"eloggraph.views.report.sections.{outcome.key}"
    if find_spec(name) is None:
        return {}
    parts: Mapping[str, object] = import_module(name).prepare(outcome.found)
    return parts
