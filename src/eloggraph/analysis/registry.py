"""The registry of questions: whatever lies in ``questions/`` is asked."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from eloggraph.analysis import questions
from eloggraph.analysis.question import Question
from eloggraph.errors import OptionError


def list_questions() -> tuple[Question[Any], ...]:
    """Return every question there is, in their order: one for each module of ``questions/``.

    >>> [question.key for question in list_questions()][:2]
    ['silos', 'communities']
    """
    names = (module.name for module in iter_modules(questions.__path__))
    modules = [import_module(f"{questions.__name__}.{name}") for name in names]
    return tuple(sorted((module.QUESTION for module in modules), key=lambda q: (q.order, q.key)))


def choose_questions(names: Sequence[str]) -> tuple[Question[Any], ...]:
    """Return the questions of these names, in the order given; where none is given, all.

    Raises
    ------
    OptionError
        When there is no such question: it tells the nearest, or all there are.

    Examples
    --------
    >>> [question.key for question in choose_questions(["coverage", "silos"])]
    ['coverage', 'silos']
    """
    every = list_questions()
    by_key = {question.key: question for question in every}
    for name in names:
        if name not in by_key:
            near = get_close_matches(name, by_key, n=1)
            told = {"near": near[0]} if near else {"questions": ", ".join(by_key)}
            entry = "question-near" if near else "question"
            raise OptionError.about(f"cli.wrong.{entry}", value=name, **told)
    return tuple(by_key[name] for name in dict.fromkeys(names)) or every
