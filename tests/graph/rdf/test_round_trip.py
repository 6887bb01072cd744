"""Any table of valid values becomes statements that say the same, and comes back unchanged.

The oracle is the strategy: it knows what each cell text means before the text is written, in
any of the ways in which people write it, to a file of any dialect.
"""

from __future__ import annotations

import csv
import io
import itertools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eloggraph.iri import expand, mint_segment
from eloggraph.schema.model import Column, Schema, Table
from eloggraph.schema.packaged import packaged_schema

Factory = Callable[..., Any]
SCHEMA: Schema = packaged_schema()
BASE = "https://example.org/pieni/"
TARGETS = ("yksi", "kaksi-2", "Ähtäri")
MONTHS = (
    "tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesäkuuta heinäkuuta elokuuta "
    "syyskuuta lokakuuta marraskuuta joulukuuta"
)
# White space as Unicode has it: what is trimmed from the edges of a cell.
BLANK = "\t\n\x0b\x0c\r \x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(
    map(chr, range(0x2000, 0x200B))
)
NAUGHTY = [
    "NA", "None", "null", "-", "00100", "1e5", "=1+1", "+358 40 123", "-5", "TRUE", '"', "'", '""',
    "a;b", "a,b", "a\tb", "a\nb", "a\r\nb", "<script>alert(1)</script>", "{0}", "%s", "\\", "\\N",
    "Jyva\u0308skyla\u0308", "Åbo – Öljy €", "\u202etest", "👩‍👩‍👧‍👦", "田中さん", "\ufdfa", "a\u200bb", "ſ",
    "İ", "\x7f", "\x1c", "\U0010fffd",
]  # fmt: skip


@dataclass(frozen=True)
class Cell:
    """A cell text, and the values it means: ``(datatype, lexical form or IRI)``."""

    text: str
    values: frozenset[tuple[str, str]]


def texts(*, without: str = "") -> st.SearchStrategy[str]:
    alphabet = st.characters(exclude_categories=["Cs"], exclude_characters="\0" + without)
    written = st.text(alphabet, min_size=1, max_size=12) | st.sampled_from(NAUGHTY)
    return written.map(lambda text: text.strip(BLANK)).filter(
        lambda text: bool(text) and not set(text) & set(without)
    )


@st.composite
def days(draw: st.DrawFn) -> Cell:
    day = draw(st.dates())
    month = MONTHS.split()[day.month - 1]
    ways = [
        day.isoformat(),
        f"{day.day}.{day.month}.{day.year:04}",
        f"{day.day:02}.{day.month:02}.{day.year:04}",
        f"{day.day}. {month} {day.year:04}",
        f"{day:%Y-%m-%d} 00:00:00" if day.year > 999 else day.isoformat(),
    ]
    return one(draw(st.sampled_from(ways)), "xsd:date", day.isoformat())


@st.composite
def months(draw: st.DrawFn) -> Cell:
    year, month = draw(st.integers(1, 9999)), draw(st.integers(1, 12))
    ways = [f"{year:04}-{month:02}", f"{month}/{year:04}", f"{month:02}/{year:04}"]
    return one(draw(st.sampled_from(ways)), "xsd:gYearMonth", ways[0])


@st.composite
def decimals(draw: st.DrawFn) -> Cell:
    number = draw(st.decimals(-(10**9), 10**9, places=draw(st.sampled_from([0, 1, 2, 4]))))
    form = f"{number:f}"
    grouped = f"{number:,f}".replace(",", "\u00a0").replace(".", ",")
    ways = [form, form.replace(".", ","), form.replace("-", "−"), grouped]
    return one(draw(st.sampled_from(ways)), "xsd:decimal", form)


@st.composite
def integers(draw: st.DrawFn) -> Cell:
    number = draw(st.integers(-(10**9), 10**9))
    ways = [f"{number}", f"{number:,}".replace(",", " "), f"{number}".replace("-", "−")]
    return one(draw(st.sampled_from(ways)), "xsd:integer", f"{number}")


def one(text: str, datatype: str, form: str) -> Cell:
    return Cell(text, frozenset({(expand(datatype) if datatype else "", form)}))


def literals(datatype: str, without: str) -> st.SearchStrategy[Cell]:
    years = st.integers(1, 9999).map(lambda year: one(f"{year:04}", "xsd:gYear", f"{year:04}"))
    words = {"true": ("kyllä", "JA", "x", "1", "✓"), "false": ("ei", "Nej", "no", "0", "EPÄTOSI")}
    known: dict[str, st.SearchStrategy[Cell]] = {
        "xsd:date": days(),
        "xsd:gYearMonth": months(),
        "xsd:gYear": years,
        "xsd:decimal": decimals(),
        "xsd:integer": integers(),
        "xsd:boolean": st.sampled_from(
            [one(word, "xsd:boolean", value) for value in words for word in words[value]]
        ),
        "xsd:anyURI": st.sampled_from(["https://www.jyu.fi/ä?a=b,c;d#e", "mailto:a@b.fi"]).map(
            lambda address: one(address, "xsd:anyURI", address)
        ),
    }
    curie = next((each for each in known if expand(each) == datatype), None)
    if curie:
        return known[curie]
    return texts(without=without).map(lambda text: Cell(text, frozenset({(datatype, text)})))


def codes(column: Column) -> list[Cell]:
    if column.kind == "class":
        return [one(iri, "", iri) for iri in column.allowed]
    concepts = [concept for concept in SCHEMA.concepts if concept.scheme == column.scheme]
    return [
        one(text, "", concept.iri)
        for concept in concepts
        for text in (concept.iri, concept.notation or concept.iri.rpartition("/")[2])
    ]


def target_of(column: Column) -> Table | None:
    tables = SCHEMA.tables_of(column.classes)
    return next((table for table in tables if is_id_table(table)), None)


def is_id_table(table: Table) -> bool:
    return len(table.key) == 1 and table.column(table.key[0]).kind == "text"


def single(column: Column) -> st.SearchStrategy[Cell] | None:
    """One value of a column; None where the model has nothing that it may refer to."""
    without = column.separator or ""
    if column.kind in ("concept", "class"):
        return st.sampled_from(codes(column)) if codes(column) else None
    if column.kind == "node":
        table = target_of(column)
        return table and st.sampled_from(
            [
                one(way, "", f"{BASE}{table.name}/{mint_segment(name)}")
                for name in TARGETS
                for way in (f"{table.name}/{name}", f"{BASE}{table.name}/{mint_segment(name)}")
            ]
        )
    # A column with a language gives text in that language, which has no other datatype.
    datatypes = ("",) if column.language else column.datatypes or (expand("xsd:string"),)
    return st.one_of(*(literals(datatype, without) for datatype in datatypes))


def cells(column: Column) -> st.SearchStrategy[Cell] | None:
    value = single(column)
    if value is None or not column.separator:
        return value
    separator = column.separator

    def join(parts: list[Cell]) -> Cell:
        whole = separator.join(part.text for part in parts)
        return Cell(whole, frozenset().union(*(part.values for part in parts)))

    return st.lists(value, min_size=1, max_size=3).map(join)


@st.composite
def tables(draw: st.DrawFn) -> tuple[Table, list[dict[str, Cell]]]:
    """A table of the model with rows of cells; the keys are all there and all different."""
    table = draw(st.sampled_from(SCHEMA.tables))
    ids = st.text("abcdefgäö0123456789-_.~ /", min_size=1, max_size=8).map(str.strip)
    made = {column.key: cells(column) for column in table.columns}
    if is_id_table(table):
        named = ids.filter(lambda text: text not in {"", *TARGETS})
        made[table.key[0]] = named.map(lambda text: one(text, "xsd:string", text))
    usable = {key: strategy for key, strategy in made.items() if strategy is not None}
    optional = [key for key in usable if key not in table.key]
    chosen = draw(st.lists(st.sampled_from(optional), unique=True, max_size=7)) if optional else []
    row = st.fixed_dictionaries(
        {key: usable[key] for key in table.key},
        optional={key: usable[key] for key in chosen},
    )
    rows = draw(st.lists(row, min_size=1, max_size=5, unique_by=lambda row: key_of(table, row)))
    return table, rows


def key_of(table: Table, row: Mapping[str, Cell]) -> tuple[frozenset[str], ...]:
    return tuple(frozenset(value for _, value in row[key].values) for key in table.key)


@st.composite
def dialects(draw: st.DrawFn, text: str) -> tuple[dict[str, Any], str]:
    options = {
        "delimiter": draw(st.sampled_from(",;\t")),
        "quoting": draw(st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC])),
        "lineterminator": draw(st.sampled_from(["\n", "\r\n"])),
    }
    return options, draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]))


def write(rows: list[dict[str, str]], options: Mapping[str, Any], encoding: str) -> bytes:
    headers = list(dict.fromkeys(key for row in rows for key in row))
    text = io.StringIO()
    # Between line feeds Python leaves a return as it is, which then ends a line for whoever reads.
    if any("\r" in value for row in rows for value in row.values()):
        options = {**options, "quoting": csv.QUOTE_ALL}
    writer = csv.DictWriter(text, headers, restval="", **options)
    writer.writeheader()
    writer.writerows(rows)
    return encode(text.getvalue(), encoding)


def encode(text: str, encoding: str) -> bytes:
    """Encode a text; where cp1252 cannot, or would be taken for UTF-8, as UTF-8."""
    try:
        data = text.encode(encoding)
        if encoding == "cp1252" and data.decode("utf-8"):
            return text.encode()
    except UnicodeEncodeError:
        return text.encode()
    except UnicodeDecodeError:
        pass
    return data


def targets(table: Table) -> dict[str, str]:
    """The tables that the columns of a table refer to, with a row for each target."""
    found = (target_of(column) for column in table.columns if column.kind == "node")
    named = {each.name for each in found if each is not None and each is not table}
    return {name: "id\n" + "".join(f"{target}\n" for target in TARGETS) for name in named}


def said(reading: Any, table: Table) -> Iterator[tuple[int, str, tuple[str, str]]]:
    """Yield row, column and value of each statement that a cell of a table makes."""
    for part in reading.graph.frames:
        if part.origin is None or part.origin.file != f"{table.name}.csv" or not part.shape:
            continue
        column = table.column(part.origin.headers[part.column])
        value = "subject" if column.inverse else "object"
        for row, form in part.frame.select("row", value).iter_rows():
            yield row, column.key, (part.datatype or "", form)


def statements(reading: Any) -> set[tuple[str, ...]]:
    return {
        (subject, part.predicate, value, part.datatype or "", part.language or "")
        for part in reading.graph.frames
        for subject, value in part.frame.select("subject", "object").iter_rows()
    }


@pytest.fixture
def populate_csv(tmp_path: Path, write_network: Factory, read: Factory) -> Factory:
    count = itertools.count()

    def run(table: Table, data: bytes) -> Any:
        own = targets(table)
        named = f"network{next(count)}"
        return read(write_network(tmp_path, {**own, table.name: data}, name=named))

    return run


def test_values_survive_any_dialect_and_the_way_back(populate_csv: Factory) -> None:
    @settings(max_examples=80)
    @given(st.data())
    def holds(data: st.DataObject) -> None:
        table, rows = data.draw(tables())
        options, encoding = data.draw(dialects(""))
        # References of a table to itself need their targets in it.
        own = [{table.key[0]: one(t, "xsd:string", t)} for t in TARGETS if is_id_table(table)]
        rows = [*own, *rows]
        written = [{key: cell.text for key, cell in row.items()} for row in rows]
        reading = populate_csv(table, write(written, options, encoding))
        assert [f for f in reading.findings if f.code.startswith(("value-", "ref", "code"))] == []
        rows_of = {row: index for index, row in enumerate(reading_rows(reading, table))}
        meant = {
            (index, key, value)
            for index, row in enumerate(rows)
            for key, cell in row.items()
            for value in cell.values
        }
        assert {(rows_of[row], key, value) for row, key, value in said(reading, table)} == meant
        # The way back: what the statements say, written plainly, says the same again.
        back: list[dict[str, str]] = [{} for _ in rows]
        for index, key, (_, form) in sorted(meant):
            separator = table.column(key).separator
            before = back[index].get(key)
            back[index][key] = f"{before}{separator}{form}" if before else form
        again = populate_csv(table, write(back, {"lineterminator": "\n"}, "utf-8"))
        assert statements(again) == statements(reading)

    holds()


def reading_rows(reading: Any, table: Table) -> list[int]:
    (matched,) = [each for each in reading.tables.tables if each.table is table]
    return list(matched.raw.frame["row"])


def test_order_of_rows_does_not_change_the_graph(populate_csv: Factory) -> None:
    @settings(max_examples=25)
    @given(st.data())
    def holds(data: st.DataObject) -> None:
        table, rows = data.draw(tables())
        written = [{key: cell.text for key, cell in row.items()} for row in rows]
        shuffled = data.draw(st.permutations(written))
        plain = {"lineterminator": "\n"}
        one_way, other = (
            populate_csv(table, write(r, plain, "utf-8")) for r in (written, shuffled)
        )
        assert statements(one_way) == statements(other)

    holds()
