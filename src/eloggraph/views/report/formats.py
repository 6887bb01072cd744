"""An analysis for a terminal, sentence by sentence, and as JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

from eloggraph.analysis.analyse import Analysis
from eloggraph.text import Language, Text, say
from eloggraph.views.findings.text import show_safely


def render_analysis_text(analysis: Analysis, language: Language) -> str:
    """Return what is true overall, then each question with its verdict and its data basis."""
    lines: list[str] = [analysis.headline.say(language)]
    for heading, texts in _chapters(analysis):
        said = [show_safely(text.say(language)) for text in texts]
        if said:
            lines += ["", heading.say(language)]
            lines += [f"  {sentence}" for sentence in said]
    return "\n".join(lines) + "\n"


def _chapters(analysis: Analysis) -> Iterator[tuple[Text, tuple[Text, ...]]]:
    yield say("cli.chapter.observations"), analysis.observations
    yield from ((outcome.heading, outcome.sentences) for outcome in analysis.outcomes)
    yield say("cli.chapter.actions"), analysis.actions


def render_analysis_json(analysis: Analysis, language: Language) -> str:
    """Return the analysis as JSON, version 1; the language makes no difference."""
    return json.dumps(analysis.to_dict(), ensure_ascii=False, indent=2) + "\n"


ANALYSIS_RENDERERS: dict[str, Callable[[Analysis, Language], str]] = {
    "text": render_analysis_text,
    "json": render_analysis_json,
}
