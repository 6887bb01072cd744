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

from eloggraph.views.page.render import has_template

if TYPE_CHECKING:
    from eloggraph.analysis.answer import Answer

_PLAIN = "report/section.html"


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """An answer with the template that shows it, and the ``parts`` that the template takes."""

    answer: Answer[Any]
    template: str
    parts: Mapping[str, object]


def make_sections(answers: Iterable[Answer[Any]]) -> tuple[Section, ...]:
    """Return the sections in the order of the report."""
    ordered = sorted(answers, key=lambda answer: answer.section_order)
    return tuple(_make_section(answer) for answer in ordered)


def _make_section(answer: Answer[Any]) -> Section:
    own = f"report/sections/{answer.key}.html"
    return Section(
        answer=answer,
        template=own if has_template(own) else _PLAIN,
        parts=_prepare(answer),
    )


def _prepare(answer: Answer[Any]) -> Mapping[str, object]:
    name = f"eloggraph.views.report.sections.{answer.key}"
    if find_spec(name) is None:
        return {}
    parts: Mapping[str, object] = import_module(name).prepare(answer.found)
    return parts
