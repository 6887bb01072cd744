"""A language that is begun and not finished breaks no command, and borrows what it lacks."""

import json
import re
from pathlib import Path

import pytest

from copies import copy_toolkit, run_commands, run_python
from eloggraph.cli.main import COMMANDS

# Northern Sámi: what a translator may have written on the first evening.
LANGUAGE = 'name = "Davvisámegiella"\ndecimal = ","\nyes = ["juo"]\nno = ["ii"]\n'
SAID = {
    "src/eloggraph/catalogue/pages.toml": ('language = { fi = "Kieli"', "Giella"),
    "src/eloggraph/catalogue/cli.toml": ('warning = { fi = "varoitus"', "várrehus"),
}
LABELLED = {
    "ontology/elo.ttl": ('rdfs:label *"[^"]*"@fi', "Fáldi"),
    "shapes/services.ttl": ('sh:name *"[^"]*"@fi', "Bálvalusat"),
}
# A column for names in the language, which rows may leave empty.
NAME = """
elosh:common-label-se a sh:PropertyShape ;
    sh:path                 skos:prefLabel ;
    elosh:column            "label@se" ;
    sh:name                 "nimi (pohjoissaame)"@fi , "namn (nordsamiska)"@sv , "name (Northern Sámi)"@en ;
    sh:qualifiedValueShape  [ sh:languageIn ( "se" ) ] ;
    sh:qualifiedMaxCount    1 ;
    sh:order                13 ;
    sh:message              "Pohjoissaamenkielisiä nimiä on enintään yksi."@fi .
"""
HELP = tuple(f"{command} --help" for command in COMMANDS)
LINES = (
    *("--help", *HELP),
    *("check datasets/osaajaks", "check datasets/osaajaks --format json"),
    "check datasets/osaajaks --format html",
    *("run datasets/osaajaks -o run --draft", "analyse datasets/osaajaks"),
    *("new new", "new book --xlsx"),
    "map datasets/osaajaks -o map.html --lang se",
    "map datasets/osaajaks -o net.html --renderer pyvis --lang se",
    *("report datasets/osaajaks -o report.html --lang se", "inspect datasets/osaajaks/actors.csv"),
    *("query --list", "query datasets/osaajaks actors", "query datasets/osaajaks chain-steps"),
    *("build datasets/osaajaks", "build datasets/osaajaks --format csvw"),
    *("reason datasets/osaajaks", "docs -o docs"),
    *("diff ontology ontology", "convert datasets/osaajaks converted"),
)


def begin(top: Path) -> Path:
    """Begin the language in a copy of the toolkit with no more than its name."""
    copy_toolkit(top, "osaajaks", "suomi")
    languages = top / "src/eloggraph/catalogue/languages.toml"
    with languages.open("a", encoding="utf-8") as file:
        file.write(f"\n[se]\n{LANGUAGE}")
    return top


def replace_first(file: Path, pattern: str, by: str) -> None:
    text, count = re.subn(pattern, by, file.read_text(encoding="utf-8"), count=1)
    assert count == 1, file
    file.write_text(text, encoding="utf-8")


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    top = begin(tmp_path_factory.mktemp("begun"))
    for name, (entry, said) in SAID.items():
        replace_first(top / name, re.escape(entry), entry.replace("{ ", f'{{ se = "{said}", '))
    for name, (label, said) in LABELLED.items():
        replace_first(top / name, f"({label})", rf'\1 , "{said}"@se')
    for shapes in (top / "shapes").glob("*.ttl"):
        text = shapes.read_text(encoding="utf-8")
        listed = text.replace(
            ", elosh:common-label-en", ", elosh:common-label-en , elosh:common-label-se"
        )
        shapes.write_text(listed + (NAME if shapes.name == "common.ttl" else ""), encoding="utf-8")
    actors = top / "datasets" / "osaajaks" / "actors.csv"
    rows = actors.read_text(encoding="utf-8").splitlines()
    named = [
        f"{row},Jyväskylä universitehta" if row.startswith("jyu,") else f"{row},"
        for row in rows[1:]
    ]
    actors.write_text("\n".join([f"{rows[0]},label@se", *named]) + "\n", encoding="utf-8")
    query = top / "src/eloggraph/graph/queries/actors.rq"
    query.write_text("# title@se: Aktevrrat\n" + query.read_text(encoding="utf-8"), "utf-8")
    return top


@pytest.fixture(scope="module")
def answers(begun: Path) -> dict[str, tuple[int, str, str]]:
    return run_commands(begun, LINES, "se")


def test_no_command_breaks(answers: dict[str, tuple[int, str, str]]) -> None:
    assert {line: told for line, (code, _, told) in answers.items() if code} == {}


def test_what_is_not_said_is_borrowed(
    begun: Path, answers: dict[str, tuple[int, str, str]]
) -> None:
    again = (*HELP, "check datasets/osaajaks", "analyse datasets/osaajaks", "query --list")
    finnish = run_commands(begun, (*again, "query datasets/osaajaks chain-steps"), "fi")
    for line, (_, text, _) in finnish.items():
        here = answers[line][1].replace("várrehus", "varoitus")
        if line == "query --list":
            here = here.replace("Aktevrrat", "Verkoston toimijat, niiden tyyppi, sektori ja alueet")
        assert here == text, line
    assert "várrehus" in answers["check datasets/osaajaks"][1]
    assert "Aktevrrat" in answers["query --list"][1]
    actors = answers["query datasets/osaajaks actors"][1]
    assert "Alkio-opisto" in actors
    assert "Jyväskylä universitehta" in actors
    findings = json.loads(answers["check datasets/osaajaks --format json"][1])["findings"]
    assert all(list(each["message"]) == ["fi", "sv", "en", "se"] for each in findings)
    assert all(each["message"]["se"] == each["message"]["fi"] for each in findings)


def test_pages_and_tables_have_the_language(
    begun: Path, answers: dict[str, tuple[int, str, str]]
) -> None:
    for page in ("map.html", "net.html", "report.html", "docs/index.html"):
        text = (begun / page).read_text(encoding="utf-8")
        assert "Davvisámegiella" in text, page
        assert '<html lang="se"' in text, page
    report = (begun / "report.html").read_text(encoding="utf-8")
    assert "html:has(#language-se:checked) .edition[lang=se]" in report
    assert (begun / "docs" / "se" / "index.html").is_file()
    assert "nimi (se)" in (begun / "run" / "tables" / "nodes.csv").read_text(encoding="utf-8")


def test_nothing_that_is_published_is_said_to_be_in_a_language_that_it_is_not_in(
    answers: dict[str, tuple[int, str, str]],
) -> None:
    metadata = answers["build datasets/osaajaks --format csvw"][1]
    tagged = re.findall(r'"@value": "([^"]*)",\s*"@language": "se"', metadata)
    assert set(tagged) == {"Bálvalusat"}
    assert len(tagged) == metadata.count('"@language": "se"')
    assert "@se" not in answers["reason datasets/osaajaks"][1]
    said = re.findall(r'"([^"]*)"@se', answers["build datasets/osaajaks"][1])
    assert said == ["Jyväskylä universitehta"]


def test_a_name_alone_is_enough(tmp_path: Path) -> None:
    top = begin(tmp_path)
    lines = ("--help", "check datasets/osaajaks", "query datasets/osaajaks chain-steps")
    found = run_commands(top, lines, "se")
    assert found == run_commands(top, lines, "fi")


def test_a_language_that_says_that_it_is_finished_is_asked_for_the_rest(begun: Path) -> None:
    command = ("-m", "pytest", str(Path(__file__).with_name("test_text.py")), "-q", "-x")
    some = ("-p", "no:cacheprovider", "-k", "entry_has_every and cli", "-c", "/dev/null")
    assert " passed" in run_python(begun, *command, *some)
    file = begun / "src/eloggraph/catalogue/languages.toml"
    whole = file.read_text(encoding="utf-8")
    file.write_text(whole + "finished = true\n", encoding="utf-8")
    try:
        with pytest.raises(AssertionError, match="1 failed"):
            run_python(begun, *command, *some)
    finally:
        file.write_text(whole, encoding="utf-8")
