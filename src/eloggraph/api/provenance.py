"""What an answer rests on: what was asked, of what, with what, and when."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from eloggraph.api.report import read_versions
from eloggraph.config import FILE, read_config
from eloggraph.output.ownership import hash_file

VERSION = 1
# How the answer looks is seen in it; where its data is, is told by hashes.
_NOT_TOLD = {"output", "folder", "paths", "query", "lang"}


def describe_answer(
    answer: Path,
    command: str,
    options: Mapping[str, Any],
    hashes: Mapping[Path, str | None],
    *,
    told: Mapping[str, str] | None = None,
    today: date | None = None,
) -> str:
    """Return as JSON what an answer rests on.

    Parameters
    ----------
    answer
        The file of the answer.
    command, options
        What was asked for: of a query also its text.
    hashes
        The SHA-256 of every file that was read, None where it could not be.
    told
        The SHA-256 by name of what is no file: stdin (``-``), and what a store was made of.
    today
        When the answer was made: by default today, or the day of ``SOURCE_DATE_EPOCH``.

    Examples
    --------
    >>> file = Path("datasets/suomi/network.toml")
    >>> told = describe_answer(file, "query", {}, {}, today=date(2024, 1, 1))
    >>> json.loads(told)["made"]
    '2024-01-01'
    """
    given = {key.rstrip("_"): value for key, value in options.items() if key not in _NOT_TOLD}
    document = {
        "version": VERSION,
        "answer": {"file": answer.name, "sha256": hash_file(answer)},
        "made": (today or _find_today()).isoformat(),
        "command": command,
        "language": options.get("lang"),
        "options": {key: value for key, value in given.items() if value not in (None, False, ())},
        **({"query": _describe_query(options["query"])} if options.get("query") else {}),
        "data": [*_describe_networks(hashes), *_describe_stores(options.get("paths") or ())],
        "inputs": dict(sorted({**(told or {}), **_name_inputs(hashes)}.items())),
        "versions": read_versions(),
    }
    return json.dumps(document, ensure_ascii=False, indent=2, default=str) + "\n"


def _find_today() -> date:
    """Return the day, which who builds again what was built may set."""
    given = os.environ.get("SOURCE_DATE_EPOCH", "")
    return datetime.fromtimestamp(int(given), UTC).date() if given.isdigit() else date.today()


def _describe_query(query: str) -> dict[str, str]:
    """Return the text of a query, and its name where it is one of ours."""
    from eloggraph.graph.queries import find_named, find_query

    text = find_query(query)
    named = find_named(text)
    return {**({"name": named.name} if named else {}), "text": text}


def _describe_networks(hashes: Iterable[Path]) -> list[dict[str, str]]:
    """Return what each network is called, the day that it describes, and how it is cited."""
    found = []
    for path in (path for path in hashes if path.name == FILE):
        config, _ = read_config(path.parent)
        if config is not None:
            told = {
                "id": config.id,
                "base": config.base,
                "date": config.date,
                "version": config.citation.version,
                "doi": config.citation.doi,
            }
            found.append({key: value for key, value in told.items() if value})
    return sorted(found, key=lambda told: told["id"])


def _describe_stores(paths: Iterable[str | Path]) -> list[dict[str, str]]:
    """Return of each store on disk the networks that it has, and its day if it is of one."""
    from eloggraph.graph.rdf.store_about import read_about

    stores = filter(None, (read_about(Path(path)) for path in paths))
    return [
        {"base": base, **({"date": about["at"]} if about["at"] else {})}
        for about in stores
        for base in about["bases"]
    ]


def _name_inputs(hashes: Mapping[Path, str | None]) -> dict[str, str]:
    """Return hashes by file and folder: where the folder lies is told to nobody."""
    found: dict[str, str] = {}
    for path in sorted(hashes, key=lambda path: (path.parts[-2:], path)):
        said, shown = hashes[path], Path(*path.absolute().parts[-2:]).as_posix()
        if said is not None:
            # Two files of one name in two folders of one name are told apart by their hashes.
            found[shown if found.get(shown, said) == said else f"{shown} ({said[:8]})"] = said
    return found
