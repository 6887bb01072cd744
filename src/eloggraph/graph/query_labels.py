"""Names and words of named queries in the language that is asked for, or in the next best.

A named query has a line ``#label ?node ?name`` where a name is wanted. As each language has a
variable of its own, and the first that is bound is taken, every engine answers it alike: some drop
a ``MINUS`` beside several optional patterns that bind one variable. What people get and run is
always the query as written out here.
"""

from __future__ import annotations

import re

from eloggraph.text import FALLBACK, LANGUAGES

_LABEL = re.compile(r"^( *)#label (\?\w+)(?: (\S+))? \?(\w+)$", re.MULTILINE)
_WORDS = re.compile(r"^( *)#words (\?\w+)$", re.MULTILINE)
_TITLE = re.compile(r"^# title@([A-Za-z-]+):", re.MULTILINE)
_USUAL = "skos:prefLabel"


def write_labels(query: str) -> str:
    """Write out the lines of a named query that stand for names and words.

    - ``#label ?node ?name`` is the ``skos:prefLabel`` of a node; another property, or a path of
      two, may stand between them: ``#label ?node elo:actorType/skos:prefLabel ?type``. Codes on
      the way are one row each, as they would be without their names.
    - ``#words ?key`` keeps one language of words that stand in the query itself: that of the
      reader if the query has a title in it.

    >>> print(write_labels("#label ?actor ?name"))
    OPTIONAL { ?actor skos:prefLabel ?name_own FILTER(LANG(?name_own) = ?lang) }
    OPTIONAL { ?actor skos:prefLabel ?name_fi FILTER(LANG(?name_fi) = "fi") }
    OPTIONAL { ?actor skos:prefLabel ?name_en FILTER(LANG(?name_en) = "en") }
    OPTIONAL { ?actor skos:prefLabel ?name_sv FILTER(LANG(?name_sv) = "sv") }
    BIND(COALESCE(?name_own, ?name_fi, ?name_en, ?name_sv) AS ?name)
    """
    said = set(_TITLE.findall(query))
    query = _LABEL.sub(
        lambda line: _write_label(line[1], line[2], line[3] or _USUAL, line[4]), query
    )
    return _WORDS.sub(lambda line: f"{line[1]}{_choose_words(line[2], said)}", query)


def _write_label(indent: str, node: str, path: str, name: str) -> str:
    way, slash, label = path.rpartition("/")
    if not slash:
        return "\n".join(f"{indent}{line}" for line in _write_ladder(node, label, name))
    code = f"?{name}_node"
    inner = "\n".join(f"{indent}  {line}" for line in _write_ladder(code, label, name))
    return f"{indent}OPTIONAL {{\n{indent}  {node} {way} {code} .\n{inner}\n{indent}}}"


def _write_ladder(node: str, label: str, name: str) -> list[str]:
    steps = [("own", "?lang"), *((_spell(each), f'"{each}"') for each in FALLBACK)]
    names = [f"?{name}_{step}" for step, _ in steps]
    return [
        *(
            f"OPTIONAL {{ {node} {label} {own} FILTER(LANG({own}) = {language}) }}"
            for own, (_, language) in zip(names, steps, strict=True)
        ),
        f"BIND(COALESCE({', '.join(names)}) AS ?{name})",
    ]


def _spell(language: str) -> str:
    """Return a tag as it may stand in the name of a variable."""
    return language.replace("-", "_")


def _choose_words(word: str, said: set[str]) -> str:
    if said >= set(LANGUAGES):
        return f"FILTER(LANG({word}) = ?lang)"
    known = ", ".join(f'"{each}"' for each in LANGUAGES if each in said)
    first = next(each for each in FALLBACK if each in said)
    return f'FILTER(LANG({word}) = IF(?lang IN ({known}), ?lang, "{first}"))'
