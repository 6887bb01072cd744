"""The checks of an ontology: one query a file with its texts, and the profile of severities."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal, get_args

from eloggraph.catalogue import read_chapter
from eloggraph.errors import InputError
from eloggraph.finding import Finding, Place, Severity, tell
from eloggraph.graph.queries import read_queries
from eloggraph.iri import BASE
from eloggraph.text import LANGUAGES, Text, quote_names, say

CHECK = f"{BASE}check#"
PROFILE = "profile.toml"
Level = Literal["violation", "warning", "info", "off"]
_HEADER = re.compile(r"^# (entry|(title|problem|remedy)@[A-Za-z-]+):\s*(.+)$", re.MULTILINE)
_LANGUAGE_TAG = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]+)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class QualityCheck:
    """One check: what it is called, what it tells, and the query that finds the faulty terms.

    ``entries`` are the catalogue entries whose idea it carries out (``OOPS! P11``). The query
    selects ``?term`` and, where they tell more, ``?path``, ``?value``, ``?other`` and
    ``?language``; a query with ``?language`` is asked once for each language of the profile.
    """

    name: str
    entries: tuple[str, ...]
    title: Text
    problem: Text
    remedy: Text
    query: str

    @property
    def iri(self) -> str:
        """The identifier under which findings name the check."""
        return CHECK + self.name

    @property
    def by_language(self) -> bool:
        """Whether the query is asked once for each language."""
        return "?language" in self.query


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """How severe each check is, in which languages texts must be, and what is left out and why."""

    languages: tuple[str, ...]
    levels: Mapping[str, Level]
    left_out: Mapping[str, str]

    def severity(self, name: str) -> Severity | None:
        """Return the severity of a check, or None where it is not asked."""
        level = self.levels[name]
        return None if level == "off" else level


@cache
def quality_checks() -> Mapping[str, QualityCheck]:
    """Return the checks of the package by name, sorted.

    >>> quality_checks()["label-missing"].entries[0]
    'OOPS! P08'
    """
    texts = read_queries("eloggraph.ontology", "quality")
    return {name: _read_check(name, text) for name, text in texts.items()}


def _read_check(name: str, text: str) -> QualityCheck:
    said = {m.group(1): m.group(3).strip() for m in _HEADER.finditer(text)}

    def read(key: str) -> Text:
        return Text.of({language: said.get(f"{key}@{language}", "") for language in LANGUAGES})

    return QualityCheck(
        name=name,
        entries=tuple(said["entry"].split(", ")),
        title=read("title"),
        problem=read("problem"),
        remedy=read("remedy"),
        query=text,
    )


def read_profile(path: Path | None = None) -> Profile:
    """Return the profile of the package with the changes of the user's own profile.

    Raises
    ------
    InputError
        When the file cannot be read, or names a check, level or setting that there is not.
    """
    packaged = (files("eloggraph.ontology") / "quality" / PROFILE).read_text(encoding="utf-8")
    said = tomllib.loads(packaged)
    own = _load(path) if path is not None else {}
    faults = tuple(_find_faults(own, Place(file=path.name if path else PROFILE)))
    if faults:
        raise InputError(*faults)
    return Profile(
        languages=tuple(own.get("languages", said["languages"])),
        levels={**said["severity"], **own.get("severity", {})},
        left_out=said["left-out"],
    )


def _load(path: Path) -> Mapping[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise InputError.tell(
            "profile-unreadable", chapter="quality", value=str(path), reason=reason or ""
        ) from error


def _find_faults(own: Mapping[str, Any], place: Place) -> Iterator[Finding]:
    def fault(code: str, **values: Any) -> Finding:
        return tell(code, "violation", place, chapter="quality", **values)

    languages = own.get("languages", ["fi"])
    if not isinstance(languages, list) or not all(
        isinstance(tag, str) and _LANGUAGE_TAG.fullmatch(tag) for tag in languages
    ):
        yield fault("profile-languages", value=str(languages))
    for key in sorted(set(own) - {"languages", "severity"}):
        yield fault("profile-check-unknown", value=key, near=quote_names(["severity"]))
    levels = own.get("severity", {})
    for name, level in sorted(levels.items()) if isinstance(levels, dict) else ():
        if name not in quality_checks():
            near = get_close_matches(name, list(quality_checks()), n=1, cutoff=0)[0]
            yield fault("profile-check-unknown", value=name, near=quote_names([near]))
        elif level not in get_args(Level):
            yield fault("profile-level-unknown", key=name, value=str(level))


def name_language(tag: str) -> Text:
    """Return “in Finnish” and the like for a language tag.

    >>> name_language("sv").fi
    'ruotsiksi'
    """
    known = read_chapter("quality")["in-language"]
    return say(f"quality.in-language.{tag if tag in known else 'other'}", value=tag)
