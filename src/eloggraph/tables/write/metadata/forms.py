"""How the cells of a column are written: one way that a type describes, or a pattern for all."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from eloggraph.iri import contract, expand
from eloggraph.languages import HABITS
from eloggraph.schema.model import Column, Schema

_MOST_CODES = 300
_SPECIAL = re.compile(r"([\\.^$*+?(){}\[\]|])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A way of writing values.

    ``pattern`` is a regular expression for the whole text. ``csvw`` is the datatype of W3C's
    metadata for tables, ``package`` the type of a field of a data package. ``codes`` are all
    the texts that there may be.
    """

    pattern: str | None = None
    csvw: str | Mapping[str, object] = "string"
    package: Mapping[str, object] = field(default_factory=lambda: {"type": "string"})
    codes: tuple[str, ...] = ()

    def fits(self, text: str) -> bool:
        """Tell whether the text is written so."""
        return self.pattern is None or re.fullmatch(self.pattern, text) is not None


TEXT = Form()
_DAY = Form(pattern=r"[0-9]{4}-[0-9]{2}-[0-9]{2}", csvw="date", package={"type": "date"})
_FINNISH_DAY = Form(
    pattern=r"[0-9]{1,2}\.[0-9]{1,2}\.[0-9]{4}",
    csvw={"base": "date", "format": "d.M.yyyy"},
    package={"type": "date", "format": "%d.%m.%Y"},
)
_MONTH = Form(pattern=r"[0-9]{4}-(0[1-9]|1[0-2])", csvw="gYearMonth", package={"type": "yearmonth"})
_FINNISH_MONTH = Form(pattern=r"(0?[1-9]|1[0-2])/[0-9]{4}")
# Days and months in words, and other forms that no type of CSVW or Frictionless describes.
_BEYOND_ASCII = "".join(dict.fromkeys("".join(each.letters for each in HABITS.values())))
_LETTERS = f"[A-Za-z{_BEYOND_ASCII.upper()}{_BEYOND_ASCII}]+"
_BEFORE_DAY = "|".join(f"{word} " for each in HABITS.values() for word in each.before_day)
_AFTER_DAY = "|".join(ending for each in HABITS.values() for ending in each.after_day)
_ODD_DAY = Form(
    pattern=r"[0-9]{1,2}\. ?[0-9]{1,2}\. ?[0-9]{4}"
    rf"|({_BEFORE_DAY})?[0-9]{{1,2}}(\.|{_AFTER_DAY})? {_LETTERS}\.? [0-9]{{4}}"
    rf"|{_LETTERS}\.? [0-9]{{1,2}}({_AFTER_DAY})?,? [0-9]{{4}}"
)
_ODD_MONTH = Form(pattern=rf"{_LETTERS}\.? [0-9]{{4}}")
_YEAR = Form(pattern=r"[0-9]{4}", csvw="gYear", package={"type": "year"})
_INTEGER = Form(pattern=r"[+-]?[0-9]+", csvw="integer", package={"type": "integer"})
_DECIMAL = Form(pattern=r"[+-]?[0-9]+(\.[0-9]+)?", csvw="decimal", package={"type": "number"})
_COMMA = Form(
    pattern=r"[+-]?[0-9]+(,[0-9]+)?",
    csvw={"base": "decimal", "format": {"decimalChar": ",", "groupChar": " "}},
    package={"type": "number", "decimalChar": ","},
)
_GROUPED = Form(pattern=r"[+−-]?[0-9]{1,3}([ \u00a0\u2009\u202f'’]?[0-9]{3})*([.,][0-9]+)?")
_ADDRESS = Form(pattern=r"(https?://|mailto:)[^ ]+", csvw="anyURI")
# Where a letter is no in two languages, the last of them is taken: the one most widely read.
_WORDS = (
    *(("true", "false"), ("1", "0")),
    *(pair for each in reversed(HABITS.values()) for pair in zip(each.yes, each.no, strict=False)),
    ("x", ""),
)
_BOOLEANS = tuple(
    Form(
        pattern=f"{yes}|{no}",
        csvw={"base": "boolean", "format": f"{yes}|{no}"},
        package={"type": "boolean", "trueValues": [yes], "falseValues": [no]},
    )
    for yes, no in _WORDS
    if no
)
_MARKS = (
    *("✓", "✔", "☑", "☐"),
    *(word for each in HABITS.values() for word in (each.true, each.false)),
)
_ANY_BOOLEAN = Form(
    pattern="|".join(
        sorted(
            {
                cased
                for word in (*(word for pair in _WORDS for word in pair if word), *_MARKS)
                for cased in (word, word.capitalize(), word.upper())
            }
        )
    )
)
# The forms of each datatype.
_FORMS: Mapping[str, tuple[Form, ...]] = {
    expand("xsd:date"): (_DAY, _FINNISH_DAY, _ODD_DAY),
    expand("xsd:gYearMonth"): (_MONTH, _FINNISH_MONTH, _ODD_MONTH),
    expand("xsd:gYear"): (_YEAR,),
    expand("xsd:integer"): (_INTEGER, _GROUPED),
    expand("xsd:decimal"): (_DECIMAL, _COMMA, _GROUPED),
    expand("xsd:boolean"): (*_BOOLEANS, _ANY_BOOLEAN),
    expand("xsd:anyURI"): (_ADDRESS,),
}


def choose_form(column: Column, texts: Sequence[str], schema: Schema) -> Form:
    """Return how the texts of a column are written.

    Texts that fit no way of writing the column's values are passed over. Where there are no
    others, any way will do.

    >>> from eloggraph.text import Text
    >>> column = Column(
    ...     key="since", names=Text.same("since"), description=Text.same(""), shape="", path="",
    ...     inverse=False, kind="date", datatypes=(expand("xsd:date"), expand("xsd:gYear")),
    ... )
    >>> choose_form(column, ["1.2.2020", "24.12.2021", "?"], None).package["format"]
    '%d.%m.%Y'
    >>> choose_form(column, ["1.2.2020", "2021"], None).fits("2020-02-01")
    True
    """
    if column.kind in {"concept", "class"}:
        return _choose_codes(column, texts, schema)
    forms = [form for datatype in column.datatypes for form in _FORMS.get(datatype, ())]
    if not forms:
        return _choose_pattern(column)
    valid = [text for text in texts if any(form.fits(text) for form in forms)]
    whole = (form for form in forms if valid and all(map(form.fits, valid)))
    return next(whole, _join(forms))


def _join(forms: Iterable[Form]) -> Form:
    pattern = "|".join(f"({form.pattern})" for form in forms)
    return _with_pattern(pattern)


def _with_pattern(pattern: str) -> Form:
    return Form(pattern=pattern, csvw={"base": "string", "format": f"^({pattern})$"})


def _choose_pattern(column: Column) -> Form:
    """Return text with the pattern of its shape, where that is for the whole text."""
    pattern = column.pattern or ""
    if not (pattern.startswith("^") and pattern.endswith("$")):
        return TEXT
    return _with_pattern(pattern[1:-1])


def name_codes(column: Column, schema: Schema) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Yield the IRI, the code and the names of each code or class that a column takes."""
    if column.kind == "class":
        for iri in column.allowed:
            label = schema.labels.get(iri)
            yield (
                iri,
                contract(iri).partition(":")[2],
                tuple(dict(label.items()).values()) if label else (),
            )
        return
    for concept in schema.concepts:
        if concept.scheme == column.scheme:
            code = concept.notation or concept.iri.rpartition("/")[2]
            yield concept.iri, code, tuple(dict(concept.label.items()).values())


def _choose_codes(column: Column, texts: Sequence[str], schema: Schema) -> Form:
    """Return the list of codes, or of codes and their names where names are written too."""
    known = list(name_codes(column, schema))
    codes = tuple(code for _, code, _ in known)
    names = tuple(dict.fromkeys(name for _, _, each in known for name in each))
    understood = {text.casefold() for text in (*codes, *names, *(iri for iri, _, _ in known))}
    valid = {text for text in texts if text.casefold() in understood}
    if not codes or len(codes) > _MOST_CODES:
        return TEXT
    if valid <= set(codes) and texts:
        return _list_codes(codes)
    if valid <= {*codes, *names}:
        listed = _list_codes(tuple(dict.fromkeys((*codes, *names))))
        return replace(listed, codes=())
    return TEXT


def _list_codes(codes: tuple[str, ...]) -> Form:
    pattern = "|".join(_SPECIAL.sub(r"\\\1", code) for code in codes)
    return replace(_with_pattern(pattern), codes=codes)
