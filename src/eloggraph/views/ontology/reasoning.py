"""What reasoning found, for people and machines: the verdict, what was left out, what follows."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from eloggraph.graph.inference import Inference, inference_rules
from eloggraph.iri import contract
from eloggraph.ontology.consistency import Consistency, Reasoning
from eloggraph.ontology.logical import LeftOut
from eloggraph.text import Language, format_number, say
from eloggraph.views.findings.text import RENDERERS, show_safely

_MOST_NAMES = 6


def render_reasoning_text(reasoning: Reasoning, language: Language) -> str:
    """Return the verdict with its findings, what was left out, and what follows by rule."""
    consistency = reasoning.consistency
    findings = RENDERERS["text"](consistency.report, language) if consistency.findings else ""
    verdict = say(f"reason.verdict.{consistency.verdict}").say(language)
    blocks = [
        findings.rstrip("\n"),
        verdict,
        "\n".join(_left_out_lines(consistency, language)),
        "\n".join(_inference_lines(reasoning.inference, language)),
    ]
    return "\n\n".join(block for block in blocks if block) + "\n"


def _left_out_lines(consistency: Consistency, language: Language) -> Iterator[str]:
    if not consistency.left_out:
        return
    yield say("reason.left-out.head", n=consistency.judged).say(language)
    # Datatypes come first: they are what a reader may want to do something about.
    order = ("datatype", "range", "value", "undeclared", "annotation")
    ranked = sorted(consistency.left_out, key=lambda left: (order.index(left.reason), -left.count))
    for reason, group in groupby(ranked, key=lambda left: left.reason):
        several = list(group)
        total = sum(left.count for left in several)
        names = _write_names(several, language)
        yield "  " + say(f"reason.left-out.{reason}", n=total, names=names).say(language)


def _write_names(several: Sequence[LeftOut], language: Language) -> str:
    shown = [
        f"{show_safely(contract(left.name))} {format_number(left.count, language)}"
        for left in several[:_MOST_NAMES]
    ]
    return ", ".join([*shown, "…"] if len(several) > _MOST_NAMES else shown)


def _inference_lines(inference: Inference, language: Language) -> Iterator[str]:
    if not len(inference):
        yield say("reason.follows.none").say(language)
    else:
        yield say("reason.follows.head", n=len(inference)).say(language)
        counts = [(name, format_number(n, language)) for name, n in inference.counts if n]
        width = max(len(count) for _, count in counts)
        for name, count in counts:
            yield f"  {count:>{width}}  {inference_rules()[name].title.say(language)}"
    if not inference.complete:
        yield say("reason.follows.cut", n=inference.rounds).say(language)


def render_reasoning_json(reasoning: Reasoning, language: Language) -> str:
    """Return the same as JSON, version 1; the language makes no difference."""
    consistency, inference = reasoning.consistency, reasoning.inference
    found = json.loads(RENDERERS["json"](consistency.report, language))
    document = {
        "version": 1,
        "verdict": consistency.verdict,
        "findings": found["findings"],
        "judged": consistency.judged,
        "left_out": [
            {"reason": left.reason, "name": left.name, "count": left.count}
            for left in consistency.left_out
        ],
        "inferred": {
            "graph": inference.graph,
            "count": len(inference),
            "rules": dict(inference.counts),
            "rounds": inference.rounds,
            "complete": inference.complete,
        },
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


REASONING_RENDERERS: dict[str, Callable[[Reasoning, Language], str]] = {
    "text": render_reasoning_text,
    "json": render_reasoning_json,
}
