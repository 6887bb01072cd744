"""The check of RDF by the engine that is named, or by the best for its size."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from eloggraph.checks.check import CheckReport
from eloggraph.checks.engine_choice import choose_engine
from eloggraph.checks.rdf import check_rdf
from eloggraph.errors import OptionError
from eloggraph.shacl.core.engines import ENGINES, NO_SERVER, Server
from eloggraph.shacl.shapes import ShapesGraph


def check_any_rdf(
    paths: Sequence[Path],
    *,
    engine: str | None = None,
    shapes: ShapesGraph | None = None,
    graphs: Sequence[str] = (),
    input_format: str | None = None,
    contexts: Mapping[str, Path] | None = None,
    profile: bool = False,
    rules: bool = False,
    rule_rounds: int | None = None,
    memory: int | None = None,
    most: int | None = None,
    allowed: bool = False,
    server: Server = NO_SERVER,
) -> tuple[CheckReport, str]:
    """Check RDF files, and return with the report which engine has done it.

    Parameters
    ----------
    engine
        Its name; None and ``auto`` stand for what
        :func:`eloggraph.checks.engine_choice.choose_engine` chooses.

    The others are those of :func:`eloggraph.checks.rdf.check_rdf` and of
    :func:`eloggraph.checks.scanned.check_scanned`.

    Raises
    ------
    InputError
        When a file cannot be read, the shapes cannot be used, or memory or disk have ended.
    OptionError
        When the engine that is named cannot do what is asked.
    """
    name = choose_engine(
        paths,
        engine,
        memory=memory,
        rules=rules,
        server=server,
        input_format=input_format,
        contexts=contexts,
    )
    if name in ENGINES:
        from eloggraph.checks.scanned import MOST_TOLD, check_scanned

        done = check_scanned(
            paths,
            name,
            shapes=shapes,
            graphs=graphs,
            input_format=input_format,
            contexts=contexts,
            profile=profile,
            memory=memory,
            most=most or MOST_TOLD,
            allowed=allowed,
            server=server,
        )
        return done, name
    if most is not None:
        raise OptionError.about("checks.most-of-rdf")
    done = check_rdf(
        paths,
        shapes=shapes,
        graphs=graphs,
        input_format=input_format,
        contexts=contexts,
        engine=name,
        profile=profile,
        rules=rules,
        rule_rounds=rule_rounds,
        memory=memory,
    )
    return done, name
