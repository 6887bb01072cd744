"""The registry of questions: whatever lies in ``questions/`` is asked."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from eloggraph.analysis import questions
from eloggraph.analysis.question import Question


def list_questions() -> tuple[Question[Any], ...]:
    """Return every question there is, in their order: one for each module of ``questions/``.

    >>> [question.key for question in list_questions()][:2]
    ['silos', 'communities']
    """
    names = (module.name for module in iter_modules(questions.__path__))
    modules = [import_module(f"{questions.__name__}.{name}") for name in names]
    return tuple(sorted((module.QUESTION for module in modules), key=lambda q: (q.order, q.key)))
