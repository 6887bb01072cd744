"""One sentence for each condition: what is told is what failed, and no more.

The oracle is the shapes themselves: which conditions a property shape has.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pyoxigraph as ox
import pytest

import eloggraph
from eloggraph.checks.conditions import Conditions
from eloggraph.checks.packaged import packaged_shapes
from eloggraph.finding import Finding
from eloggraph.schema.packaged import packaged_schema
from eloggraph.text import FINISHED, Text

DATASETS = Path(__file__).resolve().parents[2] / "datasets"
KINDS = {
    "sh:minCount": "MinCount", "sh:maxCount": "MaxCount", "sh:class": "Class", "sh:node": "Node",
    "sh:or": "Or", "sh:in": "In", "sh:datatype": "Datatype", "sh:pattern": "Pattern",
    "sh:minLength": "MinLength", "sh:maxLength": "MaxLength", "sh:minInclusive": "MinInclusive",
    "sh:disjoint": "Disjoint", "sh:uniqueLang": "UniqueLang",
    "sh:qualifiedMinCount": "QualifiedMinCount", "sh:qualifiedMaxCount": "QualifiedMaxCount",
}  # fmt: skip
INDEX = packaged_shapes().index


def columns() -> list[str]:
    return sorted({column.shape for t in packaged_schema().tables for column in t.columns})


@pytest.mark.parametrize("shape", columns())
def test_each_condition_of_a_column_has_a_sentence_of_its_own(shape: str) -> None:
    conditions, node = Conditions(INDEX, packaged_schema()), ox.NamedNode(shape)
    kinds = [name for curie, name in KINDS.items() if INDEX.one(node, curie) is not None]
    told = {kind: conditions.tell(kind, node) for kind in kinds}
    # What is missing is seen: “The cell in column … is empty.” Nothing more is to be said.
    assert {kind for kind, text in told.items() if text is None} <= {
        "MinCount",
        "QualifiedMinCount",
    }
    said = [text for text in told.values() if text is not None]
    assert len(set(said)) == len(said), shape
    own = INDEX.text(node, "sh:message")
    assert len(kinds) == 1 or own not in said, shape
    for text in said:
        assert len({text.say(language) for language in FINISHED}) == len(FINISHED), shape


@pytest.fixture
def osaajaks(tmp_path: Path) -> Path:
    for name in ("osaajaks", "suomi"):
        shutil.copytree(DATASETS / name, tmp_path / name)
    return tmp_path / "osaajaks"


def write(folder: Path, table: str, *lines: str) -> None:
    (folder / f"{table}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def check(folder: Path, table: str) -> list[Finding]:
    report = eloggraph.check(folder)
    return [each for each in report.findings if each.place and each.place.file == f"{table}.csv"]


def test_an_empty_cell_is_told_as_a_coordinator_would_say_it(osaajaks: Path) -> None:
    write(osaajaks, "roles", "id,label@fi,label@sv,label@en", "x,,X,X")
    (found,) = check(osaajaks, "roles")
    assert found.message == Text(
        "Solu sarakkeessa ”nimi (suomi)” on tyhjä.",
        "Cellen i kolumnen ”namn (finska)” är tom.",
        "The cell in column “name (Finnish)” is empty.",
    )
    assert found.remedy.fi == "Täytä solu."


def test_a_code_that_is_not_known_is_told_with_its_list_and_the_few_codes_of_it(
    osaajaks: Path,
) -> None:
    write(osaajaks, "links", "from,to,type,intensity", "jyu,gradia,xyzzy,qwerty")
    found = {each.place.column: each for each in check(osaajaks, "links") if each.place}
    assert found["type"].message.fi == (
        "Koodia ”xyzzy” ei ole koodistossa ”yhteistyön tyyppi” (sarake ”tyyppi”)."
    )
    assert "“communication”" in found["intensity"].remedy.en  # four codes
    assert "”" not in found["type"].remedy.fi  # nine codes are too many to list


def test_a_reference_that_is_not_known_is_told_with_the_tables_that_were_looked_in(
    osaajaks: Path,
) -> None:
    write(osaajaks, "links", "from,to,type", "jyu,xyzzyq,referral")
    write(osaajaks, "roles", "id,label@fi,label@sv,label@en,type", "x,X,X,X,member")
    write(osaajaks, "memberships", "actor,organization,role", "xyzzyq,osaajaks,x")
    (link,) = (each for each in check(osaajaks, "links") if each.code == "reference-dangling")
    assert "missään taulukoista ”Toimijat”, ”Toimielimet”" in link.message.fi
    (member,) = (
        each
        for each in check(osaajaks, "memberships")
        if each.place and each.place.column == "actor"
    )
    assert member.message.fi == "”xyzzyq” ei ole taulukossa ”Toimijat” (sarake ”toimija”)."


def test_what_belongs_in_another_table_is_told_without_a_cell(osaajaks: Path) -> None:
    (osaajaks / "fundings.csv").unlink()
    (found,) = (
        each for each in check(osaajaks, "projects") if "Project-gap-funding" in (each.shape or "")
    )
    assert found.message.fi == "Hankkeelle pitäisi kirjata rahoitus."
    assert found.remedy.fi == "Lisää hankkeen rahoitus taulukkoon Rahoitus."


def test_a_column_that_the_file_lacks_is_told_as_such(osaajaks: Path) -> None:
    (found, *_) = (
        each for each in check(osaajaks, "goals") if "gap-indicators" in (each.shape or "")
    )
    assert found.message.fi.endswith("Taulukossa ei ole saraketta ”mittarit”.")
    assert "Lisää sarake" in found.remedy.fi


def test_a_number_out_of_bounds_is_told_with_the_bound_and_without_the_other_conditions(
    osaajaks: Path,
) -> None:
    write(osaajaks, "fundings", "project,funder,amount", "osaajaks-hanke,jyu,-5")
    (found,) = (each for each in check(osaajaks, "fundings") if each.code == "value-range")
    assert found.message.en == (
        "The number “-5” in the column “amount in euros” is outside the limits. "
        "The number must be at least 0."
    )


def test_a_node_of_rdf_is_told_the_one_condition_that_it_breaks(tmp_path: Path) -> None:
    data = tmp_path / "data.ttl"
    data.write_text(
        "@prefix elo: <https://w3id.org/eloggraph/ns#> . @prefix ex: <https://example.org/> .\n"
        "@prefix dct: <http://purl.org/dc/terms/> .\n"
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
        'ex:a a elo:Actor ; dct:identifier "å" , "b" ; skos:prefLabel "A"@fi , "B"@fi .\n',
        encoding="utf-8",
    )
    told = {each.message.en for each in eloggraph.check(data).findings}
    assert "ex:a has too many values of “identifier”. There may be only one value." in told
    assert (
        "The value “å” of “identifier” for ex:a has the wrong form. An identifier starts with a"
        " letter or a digit and holds only the letters A–Z, digits, dots, underscores and hyphens."
    ) in told
    assert (
        "ex:a has too many values of “name”. There may be only one value in each language." in told
    )
