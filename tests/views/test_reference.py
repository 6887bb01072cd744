"""The reference pages: all of the model is there, every link leads somewhere, examples are true.

What ought to be there is read from the Turtle files by another library (rdflib); what an example
means is asked of the reader of tables itself.
"""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import os
import re
import string
import subprocess
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from html.parser import HTMLParser
from importlib.resources import files
from pathlib import Path
from posixpath import dirname, join, normpath
from typing import Any
from urllib.parse import unquote

import pytest
import rdflib
from click.testing import CliRunner
from rdflib import OWL, RDF, SKOS, Namespace, URIRef

import eloggraph
from eloggraph.cli.docs import docs
from eloggraph.graph.rdf.write import serialise
from eloggraph.iri import PREFIXES
from eloggraph.output import write_folder
from eloggraph.schema.model import Schema
from eloggraph.schema.package import ontology_files, shape_files
from eloggraph.schema.packaged import packaged_schema
from eloggraph.text import LANGUAGES, Language, Text
from eloggraph.views.page.sources import read_template
from eloggraph.views.reference.diagram import (
    Diagram,
    DiagramNode,
    Relation,
    draw_neighbours,
    draw_tree,
)
from eloggraph.views.reference.examples import Examples
from eloggraph.views.reference.model import FAMILIES
from eloggraph.views.reference.search import make_index
from eloggraph.views.reference.site import (
    build_reference,
    describe_reference,
    render_reference,
)
from reference_site import reference_model, reference_site

ELO = "https://w3id.org/eloggraph/ns#"
ELOSH = Namespace("https://w3id.org/eloggraph/shapes#")
SH = Namespace("http://www.w3.org/ns/shacl#")
DATASETS = Path(__file__).parent.parent.parent / "datasets"


class Page(HTMLParser):
    """What a page holds: addresses, ids, tags, headings and the text that is seen."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: list[str] = []
        self.tags: list[str] = []
        self.outside: list[str] = []
        self.heading, self.language, self._open = "", "", ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self._open = tag
        self.tags.append(tag)
        self.ids += [found["id"]] if found.get("id") else []
        self.language = (found.get("lang") or "") if tag == "html" else self.language
        self.links += [found["href"]] if tag == "a" and found.get("href") else []
        if tag in {"link", "img", "iframe", "object", "embed", "video", "audio", "source", "base"}:
            self.outside.append(tag)
        self.outside += [name for name, _ in attrs if name == "style" or name.startswith("on")]
        if found.get("src"):
            self.outside.append(str(found["src"]))

    def handle_endtag(self, tag: str) -> None:
        self._open = ""

    def handle_data(self, data: str) -> None:
        if self._open == "h1":
            self.heading += data


@cache
def pages() -> Mapping[str, Page]:
    return {name: Page(text) for name, text in reference_site().items() if name.endswith(".html")}


def follow(page: str, href: str) -> tuple[str, str]:
    """Return the file and the anchor that a link of a page leads to."""
    path, _, anchor = href.partition("#")
    target = normpath(join(dirname(page), unquote(path))) if path else page
    return target, unquote(anchor)


def linked_from(page: str) -> set[tuple[str, str]]:
    return {follow(page, href) for href in pages()[page].links}


@cache
def statements() -> rdflib.Graph:
    graph = rdflib.Graph()
    for path in (*ontology_files(), *shape_files()):
        graph.parse(path, format="turtle")
    return graph


def local(iri: Any) -> str:
    return str(iri).removeprefix(ELO)


def own(*types: URIRef) -> list[str]:
    found = {s for type_ in types for s in statements().subjects(RDF.type, type_)}
    return sorted(local(iri) for iri in found if str(iri).startswith(ELO))


# -- all of the model ---------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_table_and_column_has_its_place_and_is_linked(language: str) -> None:
    listed = linked_from(f"{language}/tables.html")
    for shape, name in statements().subject_objects(ELOSH.table):
        page = f"{language}/tables/{name}.html"
        assert (page, "") in listed
        columns = [
            str(column)
            for property_ in statements().objects(shape, SH.property)
            for column in statements().objects(property_, ELOSH.column)
        ]
        assert columns
        assert set(columns) <= set(pages()[page].ids)
        assert {(page, column) for column in columns} <= linked_from(page)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_class_has_its_page_and_is_linked(language: str) -> None:
    listed = linked_from(f"{language}/classes.html")
    for name in own(OWL.Class):
        assert (f"{language}/classes/{name}.html", "") in listed
        assert name in pages()[f"{language}/classes.html"].ids


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_property_has_its_place_and_is_linked(language: str) -> None:
    types = (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
    page = f"{language}/properties.html"
    listed = linked_from(f"{language}/search.html")
    for name in own(*types):
        assert name in pages()[page].ids
        assert (page, name) in listed


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_list_and_code_has_its_place_and_is_linked(language: str) -> None:
    listed = linked_from(f"{language}/codes.html")
    index = linked_from(f"{language}/search.html")
    schemes = list(statements().subjects(RDF.type, SKOS.ConceptScheme))
    assert schemes
    for scheme in schemes:
        page = f"{language}/codes/{str(scheme).rpartition('/')[2]}.html"
        assert (page, "") in listed
        for concept in statements().subjects(SKOS.inScheme, scheme):
            anchor = str(concept).rpartition("/")[2]
            assert anchor in pages()[page].ids
            assert (page, anchor) in index


def test_a_narrower_code_stands_indented_below_its_broader_one() -> None:
    below = [
        (narrower, broader)
        for narrower, broader in statements().subject_objects(SKOS.broader)
        if (narrower, SKOS.inScheme, None) in statements()
        and statements().value(narrower, SKOS.inScheme)
        == statements().value(broader, SKOS.inScheme)
    ]
    assert below
    for narrower, broader in below:
        scheme = str(statements().value(narrower, SKOS.inScheme)).rpartition("/")[2]
        rows = dict(
            re.findall(
                r'<tr id="([^"]+)" class="d(\d)"', reference_site()[f"fi/codes/{scheme}.html"]
            )
        )
        first, second = (str(iri).rpartition("/")[2] for iri in (broader, narrower))
        assert int(rows[second]) == int(rows[first]) + 1
        assert list(rows).index(first) < list(rows).index(second)


@pytest.mark.parametrize("language", LANGUAGES)
def test_names_definitions_rules_and_matches_are_told(language: Language) -> None:
    def text_of(subject: Any, *predicates: URIRef) -> Iterator[str]:
        for predicate in predicates:
            for value in statements().objects(subject, predicate):
                if isinstance(value, rdflib.Literal) and value.language == language:
                    yield str(value)

    def shown(name: str) -> str:
        page = (
            reference_site()[name].replace("&#39;", "'").replace("&#34;", '"').replace("&amp;", "&")
        )
        return page.replace("&lt;", "<").replace("&gt;", ">")

    for shape, name in statements().subject_objects(ELOSH.table):
        page = shown(f"{language}/tables/{name}.html")
        assert all(text in page for text in text_of(shape, SH.name, SH.description))
        for part in statements().objects(shape, SH.property):
            told = (SH.name, SH.description, SH.message, ELOSH.remedy)
            if (part, ELOSH.column, None) in statements():
                assert all(text in page for text in text_of(part, *told)), part
    for name in own(OWL.Class):
        page = shown(f"{language}/classes/{name}.html")
        assert all(text in page for text in text_of(URIRef(ELO + name), SKOS.definition))
    for scheme in statements().subjects(RDF.type, SKOS.ConceptScheme):
        page = shown(f"{language}/codes/{str(scheme).rpartition('/')[2]}.html")
        for concept in statements().subjects(SKOS.inScheme, scheme):
            for predicate in (SKOS.prefLabel, SKOS.definition):
                assert all(text in page for text in text_of(concept, predicate)), concept
            assert all(str(n) in page for n in statements().objects(concept, SKOS.notation))
            for match in statements().objects(concept, SKOS.exactMatch):
                assert str(match).rpartition("/")[2].rpartition("#")[2] in page


def test_counts_are_those_of_the_files() -> None:
    counts = describe_reference(reference_model())["counts"]
    tables = list(statements().objects(None, ELOSH.table))
    assert counts["tables"] == len(tables) == len(set(tables))
    assert counts["schemes"] == len(set(statements().subjects(RDF.type, SKOS.ConceptScheme)))
    assert counts["concepts"] == len(set(statements().subject_objects(SKOS.inScheme)))


# -- the site -----------------------------------------------------------------------------------


def test_every_link_leads_to_a_page_and_a_place_on_it() -> None:
    broken = [
        (name, href)
        for name, page in pages().items()
        for href in page.links
        for target, anchor in [follow(name, href)]
        if target not in pages() or (anchor and anchor not in pages()[target].ids)
    ]
    assert broken == []


def test_every_page_is_reached_from_the_first() -> None:
    reached, waiting = {"index.html"}, ["index.html"]
    while waiting:
        fresh = {target for target, _ in linked_from(waiting.pop())} - reached
        reached |= fresh
        waiting += fresh
    assert reached == set(pages())


def test_the_languages_have_the_same_pages_and_places() -> None:
    def under(language: str) -> dict[str, list[str]]:
        start = f"{language}/"
        found = {n: p for n, p in pages().items() if n.startswith(start)}
        # The alphabet of the index is that of each language.
        return {
            name.removeprefix(start): sorted(i for i in page.ids if not i.startswith("letter-"))
            for name, page in found.items()
        }

    assert under("fi") == under("sv") == under("en")
    for name, page in pages().items():
        expected = name.partition("/")[0] if "/" in name else "fi"
        assert page.language == expected
        assert len(page.ids) == len(set(page.ids)), name


@pytest.mark.parametrize("language", LANGUAGES)
def test_switch_of_language_keeps_the_page(language: str) -> None:
    for name in ("index.html", "classes/Actor.html", "codes.html"):
        links = linked_from(f"{language}/{name}")
        assert {(f"{other}/{name}", "") for other in LANGUAGES} <= links


@pytest.mark.parametrize("language", LANGUAGES)
def test_first_page_opens_in_the_language_asked_for(language: Language) -> None:
    """The front page is made of the whole model; pages of its parts add nothing to it."""
    short = dataclasses.replace(reference_model(), tables=(), classes=(), properties=(), schemes=())
    page = Page(render_reference(short, language)["index.html"])
    assert page.language == language
    assert page.heading == pages()[f"{language}/index.html"].heading


def test_pages_ask_for_nothing_and_run_only_what_they_say() -> None:
    for name, page in pages().items():
        text = reference_site()[name]
        assert page.outside == [], name
        policy = re.search(r'Content-Security-Policy" content="([^"]*)"', text)
        assert policy
        parts = dict(
            part.strip().split(" ", 1) for part in policy[1].replace("&#39;", "'").split(";")
        )
        assert parts["default-src"] == "'none'"
        for tag in ("script", "style"):
            inlined = re.findall(f"<{tag}>(.*?)</{tag}>", text, re.S)
            hashes = {base64.b64encode(hashlib.sha256(t.encode()).digest()) for t in inlined}
            assert set(parts[f"{tag}-src"].split()) == {f"'sha256-{h.decode()}'" for h in hashes}


def test_file_names_differ_even_where_case_does_not_count() -> None:
    assert len({name.casefold() for name in reference_site()}) == len(reference_site())


def test_site_is_written_and_written_again(tmp_path: Path) -> None:
    for _ in range(2):
        write_folder(tmp_path / "docs", reference_site(), kind="docs")
    written = {p.relative_to(tmp_path / "docs").as_posix() for p in tmp_path.rglob("*.*")}
    assert set(reference_site()) <= written


def test_same_model_gives_the_same_bytes_whatever_the_hash_seed() -> None:
    code = (
        "import hashlib;from eloggraph.schema.packaged import packaged_schema;"
        "from eloggraph.views.reference.site import build_reference, render_reference;"
        "files = render_reference(build_reference(packaged_schema(), versions={'eloggraph': '0'}));"
        "print(hashlib.sha256(repr(sorted(files.items())).encode()).hexdigest())"
    )
    here = hashlib.sha256(repr(sorted(reference_site().items())).encode()).hexdigest()
    environment = os.environ | {"PYTHONHASHSEED": "7"}
    other = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment
    )
    assert other.stdout.strip() == here


# -- strange names ------------------------------------------------------------------------------

HOSTILE = "</script><script>x</script>\"><img src=x onerror='x'>{{7*7}}\u202e../../x"


def make_hostile() -> Schema:
    """The schema with the texts and keys of its first table, class and code made hostile."""
    schema = packaged_schema()
    bad = Text.same(HOSTILE)
    first = schema.tables[0]
    column = dataclasses.replace(first.columns[-1], key="../" + HOSTILE, names=bad, description=bad)
    table = dataclasses.replace(
        first,
        name="../../" + HOSTILE,
        names=bad,
        description=bad,
        columns=(*first.columns[:-1], column),
    )
    target = schema.classes[first.target_class]
    concept = dataclasses.replace(
        schema.concepts[0],
        label=bad,
        definition=bad,
        notation=HOSTILE,
        matches=(("exactMatch", "javascript:alert(1)"),),
    )
    return dataclasses.replace(
        schema,
        tables=(table, *schema.tables[1:]),
        classes={
            **schema.classes,
            target.iri: dataclasses.replace(target, label=bad, definition=bad),
        },
        concepts=(concept, *schema.concepts[1:]),
    )


def test_hostile_names_stay_text_and_inside_the_folder() -> None:
    calm = reference_site()
    hostile = render_reference(build_reference(make_hostile()))
    assert len(hostile) == len(calm)
    for name in hostile:
        assert normpath(name) == name
        assert not name.startswith((".", "/"))
        assert re.fullmatch(r"[A-Za-z0-9_./-]+", name)
    for name, text in hostile.items():
        if name not in calm or not name.endswith(".html"):
            continue
        page, before = Page(text), Page(calm[name])
        for tag in ("script", "img", "style"):
            assert page.tags.count(tag) == before.tags.count(tag), name
        assert page.outside == [], name
        assert not any(link.startswith("javascript:") for link in page.links)
        assert "\u202e" not in text


# -- examples -----------------------------------------------------------------------------------


def write_network(folder: Path, language: Language) -> None:
    """Write the example rows of every table as a network, with rows for further references."""
    schema = packaged_schema()
    examples = Examples(schema, language)
    title = 'title = { fi = "x", sv = "x", en = "x" }'
    (folder / "network.toml").write_text(f'id = "x"\nbase = "https://example.org/x/"\n{title}\n')
    for entry in build_reference(schema).tables:
        header, row = entry.snippet.csv.say(language).split("\n", 1)
        more: list[str] = []
        if entry.table.key == ("id",):
            # Rows that other examples refer to by the next ids: of the same class, no more.
            known = dict.fromkeys(examples.make_id(entry.table, number) for number in range(2, 6))
            cells = examples.row(entry.table)
            kinds = [cells[c.key] if c.kind == "class" else "" for c in entry.table.columns]
            more = [",".join([name, *kinds[1:]]) for name in known]
        text = "\n".join([header, row, *more, ""])
        (folder / f"{entry.table.name}.csv").write_text(text, encoding="utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
def test_examples_are_read_without_a_fault_in_any_cell(tmp_path: Path, language: Language) -> None:
    write_network(tmp_path, language)
    report = eloggraph.check(tmp_path)
    assert report.complete
    about_reading = re.compile(r"^(value-|code-|reference-|header-|column-|table-|row-|cell-)")
    faults = [
        f"{finding.code}: {finding.place} {finding.value}"
        for finding in report.findings
        if about_reading.match(finding.code)
        # Row 2 is the example, and a gap of the whole network is no fault of a cell.
        and not (
            finding.code == "value-missing"
            and finding.place
            and (finding.place.row != 2 or finding.place.column is None)
        )
    ]
    assert faults == []


def test_examples_as_statements_are_what_the_tables_become(tmp_path: Path) -> None:
    language: Language = "sv"
    write_network(tmp_path, language)
    made = rdflib.Graph()
    made.parse(data=serialise(eloggraph.open(tmp_path).graph, "ntriples"), format="nt")
    prefixes = "".join(f"@prefix {p}: <{n}> .\n" for p, n in PREFIXES.items())
    for entry in reference_model().tables:
        told = rdflib.Graph()
        turtle = (
            "@base <https://example.org/x/> .\n" + prefixes + entry.snippet.turtle.say(language)
        )
        told.parse(data=turtle, format="turtle")
        assert set(told) - set(made) == set(), entry.table.name


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_column_has_an_example_cell_and_statement(language: Language) -> None:
    model = reference_model()
    for table in model.tables:
        for column in table.columns:
            assert column.example.say(language), (table.table.name, column.column.key)
            assert column.statement.say(language), (table.table.name, column.column.key)


def test_patterns_are_met_by_their_examples() -> None:
    for table in reference_model().tables:
        for entry in table.columns:
            if entry.column.pattern:
                assert re.search(entry.column.pattern, entry.example.fi), entry.column.shape


def test_given_rows_come_before_made_ones_but_never_personal_data() -> None:
    schema = packaged_schema()
    table = schema.table("actors")
    rows = {"actors": [{"id": "a"}, {"id": "b", "label@fi": "Bulevardin koulu"}]}
    entry = next(t for t in build_reference(schema, examples=rows).tables if t.table == table)
    assert entry.snippet.csv.fi.split("\n")[1].startswith("b,")
    examples = {line.column.key: line.example.fi for line in entry.columns}
    assert examples["label@fi"] == "Bulevardin koulu"
    assert examples["label@sv"]


# -- diagrams -----------------------------------------------------------------------------------


def node(name: str) -> DiagramNode:
    return DiagramNode(name=name, address=f"classes/{name}.html", iri=name)


def overlapping(drawn: Diagram) -> list[tuple[str, str]]:
    boxes = drawn.boxes
    return [
        (first.node.name, second.node.name)
        for at, first in enumerate(boxes)
        for second in boxes[at + 1 :]
        if first.x < second.x + second.width
        and second.x < first.x + first.width
        and first.y < second.y + second.height
        and second.y < first.y + first.height
    ]


def test_tree_draws_each_class_once_below_and_right_of_its_superclass() -> None:
    children = {"a": [node("b"), node("c")], "c": [node("d"), node("b")]}
    drawn = draw_tree([node("a"), node("e")], children)
    assert [box.node.name for box in drawn.boxes] == ["a", "b", "c", "d", "e"]
    left = {box.node.name: box.x for box in drawn.boxes}
    assert left["a"] == left["e"] < left["b"] == left["c"] < left["d"]
    assert overlapping(drawn) == []
    assert len(drawn.lines) == 3


def test_a_circle_of_subclasses_is_drawn_and_ends() -> None:
    drawn = draw_tree([node("a")], {"a": [node("b")], "b": [node("a")]})
    assert [box.node.name for box in drawn.boxes] == ["a", "b"]


def test_neighbours_with_the_same_class_share_its_box() -> None:
    relations = [
        Relation(name=name, address=None, node=node(other))
        for name, other in (("p", "x"), ("q", "y"), ("r", "x"))
    ]
    drawn = draw_neighbours(
        node("c"), incoming=relations, outgoing=relations[:1], parents=[node("up")], children=[]
    )
    assert [box.node.name for box in drawn.boxes] == ["up", "x", "y", "x", "c"]
    assert sorted(word.text for word in drawn.words) == ["p", "p", "q", "r"]
    assert overlapping(drawn) == []


def test_boxes_of_real_classes_never_overlap_and_stay_inside() -> None:
    for name, page in reference_site().items():
        if not name.startswith(("fi/classes", "sv/classes", "en/classes")):
            continue
        for width, height, picture in re.findall(
            r'<svg class="diagram" width="(\d+)" height="(\d+)"(.*?)</svg>', page, re.S
        ):
            found = re.findall(
                r'<rect x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)"', picture
            )
            boxes = [tuple(map(float, box)) for box in found]
            for at, (x, y, w, h) in enumerate(boxes):
                assert x + w <= float(width)
                assert y + h <= float(height)
                for x2, y2, w2, h2 in boxes[at + 1 :]:
                    assert x + w <= x2 or x2 + w2 <= x or y + h <= y2 or y2 + h2 <= y, name


def test_every_own_class_stands_in_one_tree() -> None:
    page = reference_site()["fi/classes.html"].split("</div>")[0]
    drawn = re.findall(r'<a href="classes/([^"]+)\.html" aria-label', page)
    assert sorted(drawn) == sorted(set(drawn))
    assert set(own(OWL.Class)) <= set(drawn)


# -- search, words, command ---------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_index_is_in_alphabetical_order_with_the_nordic_letters_last(language: Language) -> None:
    lines = make_index(reference_model(), language)
    letters = list(dict.fromkeys(line.letter for line in lines))
    assert len(letters) == len({line.letter for line in lines})
    alphabet = string.ascii_uppercase + "ÅÄÖ"
    known = [alphabet.index(letter) for letter in letters if letter in alphabet]
    assert known == sorted(known)


def test_index_finds_a_term_by_its_name_in_any_language() -> None:
    line = next(
        line for line in make_index(reference_model(), "fi") if line.code == "elo:TargetGroup"
    )
    assert {"kohderyhmä", "målgrupp", "target"} <= set(line.names.split())


def test_templates_hold_no_words_of_their_own() -> None:
    folder = files("eloggraph.views") / "reference"
    names = [f"reference/{f.name}" for f in folder.iterdir() if f.name.endswith(".html")]
    assert len(names) > 8
    for name in names:
        text = re.sub(r"{#.*?#}|{%.*?%}|{{.*?}}", " ", read_template(name), flags=re.S)
        assert not re.findall(r"[a-zåäö]{3,}", re.sub(r"<[^>]*>", " ", text)), name


def test_every_file_of_tables_belongs_to_a_family() -> None:
    stems = {table.family for table in packaged_schema().tables}
    assert stems <= set(FAMILIES)


def test_command_writes_the_site_with_examples_of_a_network(tmp_path: Path) -> None:
    output = tmp_path / "docs"
    arguments = ["--examples", str(DATASETS / "osaajaks"), "-o", str(output), "--lang", "sv"]
    done = CliRunner().invoke(docs, arguments)
    assert done.exit_code == 0, done.output
    assert str(output / "index.html") in done.output
    assert Page((output / "index.html").read_text(encoding="utf-8")).language == "sv"
    table = (output / "fi" / "tables" / "networks.html").read_text(encoding="utf-8")
    rows = (DATASETS / "osaajaks" / "networks.csv").read_text(encoding="utf-8").split("\n")
    assert rows[1].split(",")[1] in table


def test_command_says_what_is_wrong_in_a_sentence(tmp_path: Path) -> None:
    done = CliRunner().invoke(
        docs, ["--examples", str(tmp_path / "none"), "-o", str(tmp_path / "o")]
    )
    assert done.exit_code == 2
    assert not (tmp_path / "o").exists()
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").write_text("x")
    done = CliRunner().invoke(docs, ["-o", str(tmp_path / "full")])
    assert done.exit_code == 2
    assert (tmp_path / "full" / "mine.txt").exists()
