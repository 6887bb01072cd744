"""Network folders: which files are read, what they use, and that nothing is dropped in silence."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from eloggraph.errors import InputError
from eloggraph.schema.packaged import packaged_schema
from eloggraph.tables.read.folder import read_network

Factory = Callable[..., Any]
ACTORS = "id,label@fi,label@sv,label@en\na,A,A,A\n"


def test_faultless_folder_has_no_findings(tiny_network: Path, read: Factory) -> None:
    reading = read(tiny_network)
    assert reading.findings == ()
    assert reading.tables.complete


def test_folder_that_is_not_there_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        read_network(tmp_path / "none", packaged_schema())
    assert [f.code for f in caught.value.findings] == ["folder-missing"]


def test_file_in_place_of_a_folder_is_an_input_error(tmp_path: Path) -> None:
    (tmp_path / "f").write_text("", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_network(tmp_path / "f", packaged_schema())
    assert [f.code for f in caught.value.findings] == ["folder-is-file"]


def test_name_longer_than_the_system_allows_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        read_network(tmp_path / ("a" * 300), packaged_schema())


@pytest.mark.parametrize("name", ["actors.csv", "Toimijat.csv", "AKTÖRER.CSV", "Actors.Csv"])
def test_table_is_found_by_any_of_its_names(
    tmp_path: Path, write_network: Factory, read: Factory, name: str
) -> None:
    reading = read(write_network(tmp_path, {name: ACTORS}))
    assert [m.table.name for m in reading.tables.tables] == ["actors"]


def test_workbook_is_the_same_thing_as_files(
    tmp_path: Path, write_network: Factory, read: Factory, tiny_tables: dict[str, list[list[str]]]
) -> None:
    from eloggraph.graph.rdf.ntriples import write_ntriples

    plain = read(write_network(tmp_path, tiny_tables))
    folder = write_network(tmp_path, {}, name="kirja")
    with xlsxwriter.Workbook(str(folder / "network.xlsx")) as book:
        for name, rows in tiny_tables.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    booked = read(folder)
    assert booked.findings == ()
    assert write_ntriples(booked.graph) == write_ntriples(plain.graph)


def test_empty_sheet_of_an_unknown_name_is_a_warning_only(
    tmp_path: Path, write_network: Factory, read: Factory
) -> None:
    folder = write_network(tmp_path, {"actors": ACTORS})
    with xlsxwriter.Workbook(str(folder / "network.xlsx")) as book:
        book.add_worksheet("Taul1")
        book.add_worksheet("roles")
    found = [(f.severity, f.place.sheet) for f in read(folder).of("table-empty")]
    assert found == [("warning", "Taul1"), ("violation", "roles")]


def write_own_sheet(folder: Path, name: str, header: list[str]) -> None:
    with xlsxwriter.Workbook(str(folder / "network.xlsx")) as book:
        page = book.add_worksheet(name)
        page.write_row(0, 0, header)
        page.write_row(1, 0, ["a"])
        page.write_formula(1, 1, "=1/0", None, "#DIV/0!")
        page.write_formula(2, 1, "=1+1")
        page.merge_range("A5:B6", "yhdistetty")
        page.set_row(1, None, None, {"hidden": True})


def test_a_sheet_of_ones_own_is_told_as_not_read_and_its_cells_are_no_faults(
    tmp_path: Path, write_network: Factory, read: Factory
) -> None:
    folder = write_network(tmp_path, {"actors": ACTORS})
    write_own_sheet(folder, "Budjetti 2021", ["erä", "euroa"])
    (finding,) = read(folder).findings
    assert (finding.code, finding.severity) == ("table-unknown", "info")
    assert all('ignore = ["Budjetti 2021"]' in text for _, text in finding.remedy.items())


@pytest.mark.parametrize("pattern", ["Budjetti*", "budjetti 2021", "*"])
def test_a_sheet_or_file_that_the_settings_ignore_is_not_told_of(
    tmp_path: Path, write_network: Factory, read: Factory, pattern: str
) -> None:
    folder = write_network(tmp_path, {"actors": ACTORS, "budjetti 2021": "id\nx\n"})
    write_own_sheet(folder, "Budjetti 2021", ["erä", "euroa"])
    settings = folder / "network.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(f'ignore = ["{pattern}"]\n{text}', encoding="utf-8")
    reading = read(folder)
    assert reading.findings == ()
    assert [m.table.name for m in reading.tables.tables] == ["actors"]  # a table is one still


@pytest.mark.parametrize(
    ("name", "header", "severity"),
    [
        ("servises", ["id", "luku"], "violation"),
        ("Kqxzw", ["id", "label@fi"], "warning"),
        ("Kqxzw", ["id", "muistio"], "info"),
    ],
)
def test_a_sheet_that_may_be_a_table_is_told_as_such(
    tmp_path: Path,
    write_network: Factory,
    read: Factory,
    name: str,
    header: list[str],
    severity: str,
) -> None:
    folder = write_network(tmp_path, {"actors": ACTORS})
    write_own_sheet(folder, name, header)
    (finding,) = read(folder).of("table-unknown")
    assert finding.severity == severity


@pytest.mark.parametrize("name", ["actors.csv.txt", "Toimijat.txt", "actors.csv.bak"])
def test_a_table_under_the_suffix_of_another_kind_of_file_is_told(
    tmp_path: Path, write_network: Factory, read: Factory, name: str
) -> None:
    folder = write_network(tmp_path, {"actors": ACTORS})
    (folder / name).write_text(ACTORS, encoding="utf-8")
    (finding,) = read(folder).of("file-ignored")
    assert finding.place.file == name


def test_key_in_two_files_of_one_table_names_both_places(
    tmp_path: Path, write_network: Factory, read: Factory
) -> None:
    reading = read(write_network(tmp_path, {"actors": ACTORS, "Toimijat": ACTORS + "b,B,B,B\n"}))
    (finding,) = reading.of("key-repeated")
    assert (finding.place.file, finding.place.row) == ("actors.csv", 2)
    assert "2 (Toimijat.csv)" in finding.message.fi
    assert reading.graph.subjects().to_list() == [
        "https://example.org/pieni/actors/a",
        "https://example.org/pieni/actors/b",
    ]


def test_unknown_table_is_told_with_the_nearest_name(
    tmp_path: Path, write_network: Factory, read: Factory
) -> None:
    reading = read(write_network(tmp_path, {"actors": ACTORS, "servises": "id\nx\n"}))
    (finding,) = reading.of("table-unknown")
    assert finding.place.file == "servises.csv"
    assert "“services”" in finding.remedy.en.casefold()
    assert finding.severity == "violation"  # it was meant to be read


def test_unknown_table_of_another_name_is_no_fault(
    tmp_path: Path, write_network: Factory, read: Factory
) -> None:
    reading = read(write_network(tmp_path, {"actors": ACTORS, "kokousmuistio": "id\nx\n"}))
    (finding,) = reading.of("table-unknown")
    assert finding.severity == "warning"


@pytest.mark.parametrize(
    ("header", "meant"),
    [
        ("id,label@fi", True),
        ("id", False),
        ("id,label@fi,muistio", False),
        ("muistio,hetki", False),
    ],
)
def test_table_of_another_name_was_meant_where_all_its_headers_are_known(
    tmp_path: Path, write_network: Factory, read: Factory, header: str, meant: bool
) -> None:
    tables = {"actors": ACTORS, "palvelut 2026": f"{header}\n" + "x," * header.count(",") + "x\n"}
    reading = read(write_network(tmp_path, tables))
    (finding,) = reading.of("table-unknown")
    assert finding.severity == ("violation" if meant else "warning")
    assert reading.tables.unread() == (("palvelut 2026.csv",) if meant else ())


def test_what_was_meant_to_be_read_and_was_not_is_listed(
    tmp_path: Path, write_network: Factory, read: Factory
) -> None:
    folder = write_network(tmp_path, {"actors": ACTORS, "services": "<html><body>\n"})
    settings = 'id = "t"\nbase = "https://example.org/t/"\ntitle = "T"\nuses = ["gone"]\n'
    (folder / "network.toml").write_text(settings, "utf-8")
    (folder / "roles.csv").mkdir()
    assert read(folder).tables.unread() == ("gone", "roles.csv", "services.csv")


@pytest.mark.parametrize("tables", [{}, {"x": "id\n1\n"}, {"actors.txt": ACTORS}])
def test_folder_with_nothing_to_check_does_not_pass(
    tmp_path: Path,
    write_network: Factory,
    read: Factory,
    tables: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder = write_network(tmp_path, tables)
    reading = read(folder)
    assert not reading.tables.complete
    (finding,) = reading.of("folder-without-tables")
    monkeypatch.chdir(folder)
    for given in (Path(), Path("../") / folder.name):  # which has a name wherever one stands
        assert read(given).of("folder-without-tables") == [finding]
    assert f"“{folder.name}”" in finding.message.en


def test_unreadable_file_makes_the_reading_incomplete(
    tmp_path: Path, write_network: Factory, read: Factory
) -> None:
    folder = write_network(tmp_path, {"actors": ACTORS})
    (folder / "roles.csv").mkdir()
    reading = read(folder)
    assert reading.codes() == ["file-unreadable"]
    assert not reading.tables.complete


@pytest.mark.parametrize("denied", ["network.toml", "actors.csv", ""])
def test_missing_permission_is_a_finding(
    tmp_path: Path,
    write_network: Factory,
    read: Factory,
    monkeypatch: pytest.MonkeyPatch,
    denied: str,
) -> None:
    """Root may read everything, so the refusal of the system is played."""
    folder = write_network(tmp_path, {"actors": ACTORS})

    def refuse(method: Callable[..., Any]) -> Callable[..., Any]:
        def called(self: Path, *args: Any, **options: Any) -> Any:
            if self == folder / denied:
                raise PermissionError(13, "Permission denied")
            return method(self, *args, **options)

        return called

    for method in ("read_bytes", "read_text", "open", "iterdir"):
        monkeypatch.setattr(Path, method, refuse(getattr(Path, method)))
    reading = read(folder)
    assert "file-unreadable" in reading.codes()
    assert not reading.tables.complete


def test_declared_renames_may_name_the_table_in_any_language(
    tmp_path: Path, write_network: Factory, read: Factory
) -> None:
    config = (
        'id = "t"\ntitle = "T"\n[tables.Toimijat]\ncolumns = { "Virallinen nimi" = "label@fi" }\n'
    )
    rows = "id,virallinen nimi,label@sv,label@en\na,A,A,A\n"
    reading = read(write_network(tmp_path, {"actors": rows}, config))
    assert reading.findings == ()


class TestUses:
    def test_folder_that_is_not_there_is_told(
        self, tmp_path: Path, write_network: Factory, read: Factory
    ) -> None:
        config = f'id = "t"\ntitle = "T"\nuses = ["../ei", "{"x" * 300}"]\n'
        reading = read(write_network(tmp_path, {"actors": ACTORS}, config))
        assert [f.value or "" for f in reading.of("uses-missing")] == ["../ei", "x" * 300]
        assert not reading.tables.complete

    def test_what_comes_with_the_toolkit_is_used_by_its_name(
        self, tmp_path: Path, write_network: Factory, read: Factory
    ) -> None:
        config = 'id = "t"\ntitle = "T"\nuses = ["suomi"]\n'
        rows = "id,label@fi,label@sv,label@en,areas\na,A,A,A,Jyväskylä\n"
        reading = read(write_network(tmp_path, {"actors": rows}, config))
        assert reading.findings == ()
        (used,) = reading.tables.uses
        assert used.config.id == "suomi"
        assert tmp_path not in used.folder.parents

    def test_own_folder_of_that_name_wins(
        self, tmp_path: Path, write_network: Factory, read: Factory
    ) -> None:
        config = 'id = "t"\ntitle = "T"\nuses = ["suomi"]\n'
        folder = write_network(tmp_path, {"actors": ACTORS}, config)
        (folder / "suomi").mkdir()
        (folder / "suomi" / "actors.csv").write_text(ACTORS, encoding="utf-8")
        (used,) = read(folder).tables.uses
        assert used.folder == folder / "suomi"

    def test_unknown_name_is_told_with_the_names_that_there_are(
        self, tmp_path: Path, write_network: Factory, read: Factory
    ) -> None:
        config = 'id = "t"\ntitle = "T"\nuses = ["suami"]\n'
        (finding,) = read(write_network(tmp_path, {"actors": ACTORS}, config)).of("uses-missing")
        assert all("suomi" in remedy for _, remedy in finding.remedy.items())

    def test_folder_with_faults_is_told_with_their_number(
        self, tmp_path: Path, write_network: Factory, read: Factory
    ) -> None:
        folder = write_network(tmp_path, {"actors": ACTORS})
        (tmp_path / "viite" / "roles.csv").write_text("id,zzz\nr,1\n", encoding="utf-8")
        reading = read(folder)
        assert [f.severity for f in reading.of("uses-faulty")] == ["warning"]
        assert reading.tables.complete

    def test_unreadable_folder_makes_this_one_incomplete(
        self, tmp_path: Path, write_network: Factory, read: Factory
    ) -> None:
        folder = write_network(tmp_path, {"actors": ACTORS})
        (tmp_path / "viite" / "roles.csv").write_bytes(b"id\n\0\n")
        reading = read(folder)
        assert reading.of("uses-unreadable")
        assert not reading.tables.complete

    def test_circle_of_folders_ends(
        self, tmp_path: Path, write_network: Factory, read: Factory
    ) -> None:
        folder = write_network(tmp_path, {"actors": ACTORS})
        config = 'id = "viite"\ntitle = "V"\nuses = ["../verkosto", "."]\n'
        (tmp_path / "viite" / "network.toml").write_text(config, encoding="utf-8")
        assert read(folder).tables.complete


ODD = {
    "headers all blank": ",,,\na,b,c,d\n",
    "only a mark": b"\xef\xbb\xbf",
    "header only": "id,label@fi,label@sv,label@en\n",
    "key column absent": "label@fi,label@sv,label@en\nA,A,A\n",
    "one column": "id\na\n",
    "id of a megabyte": f"id,label@fi,label@sv,label@en\n{'a' * 999_999},A,A,A\n",
    "reference of a megabyte": f"id,label@fi,label@sv,label@en,type\na,A,A,A,{'b' * 999_999}\n",
    "separators only": "id,label@fi,label@sv,label@en,areas\na,A,A,A,|||\n",
    "id of dots": "id,label@fi,label@sv,label@en\n..,A,A,A\n",
    "all rows alike": "id,label@fi,label@sv,label@en\n" + "a,A,A,A\n" * 2000,
}


@pytest.mark.parametrize("name", ODD)
def test_odd_table_ends_in_findings_not_in_an_exception(
    tmp_path: Path, write_network: Factory, read: Factory, name: str
) -> None:
    links = "from,to,type\na,b,support\n"
    reading = read(write_network(tmp_path, {"actors": ODD[name], "links": links}))
    assert reading.codes()


class TestFiles:
    @pytest.mark.parametrize("name", ["actors.tsv", "AKTÖRER.TSV"])
    def test_tab_separated_file_is_a_table(
        self, tmp_path: Path, write_network: Factory, read: Factory, name: str
    ) -> None:
        reading = read(write_network(tmp_path, {name: ACTORS.replace(",", "\t")}))
        assert reading.findings == ()
        assert [m.table.name for m in reading.tables.tables] == ["actors"]

    @pytest.mark.parametrize(
        ("name", "remedy"),
        [
            ("toimijat 2026.xlsx", "network.xlsx"),
            ("muu.ods", "network.xlsx"),
            ("network.xls", "network.xlsx"),
            ("actors.numbers", "network.xlsx"),
            ("services.txt", "CSV"),
            ("palvelut.json", "CSV"),
        ],
    )
    def test_what_looks_like_a_table_and_is_not_read_is_told(
        self, tmp_path: Path, write_network: Factory, read: Factory, name: str, remedy: str
    ) -> None:
        folder = write_network(tmp_path, {"actors": ACTORS})
        (folder / name).write_bytes(b"x")
        (finding,) = read(folder).findings
        assert (finding.severity, finding.code) == ("warning", "file-ignored")
        assert finding.place.file == name
        assert remedy in finding.remedy.sv

    @pytest.mark.parametrize(
        "name",
        [
            "~$network.xlsx",
            ".~lock.actors.csv#",
            "~$actors.csv",
            ".actors.csv",
            "README.md",
            "a.ttl",
        ],
    )
    def test_files_of_programs_and_other_files_are_passed_over(
        self, tmp_path: Path, write_network: Factory, read: Factory, name: str
    ) -> None:
        folder = write_network(tmp_path, {"actors": ACTORS})
        (folder / name).write_bytes(b"x")
        assert read(folder).findings == ()

    def test_declared_headers_tell_the_separator_and_the_header_row(
        self, tmp_path: Path, write_network: Factory, read: Factory
    ) -> None:
        config = (
            'id = "t"\ntitle = "T"\n[tables.actors]\ncolumns = { Nro = "id", Nimi = "label@fi", '
        )
        config += 'Namn = "label@sv", Name = "label@en" }\n'
        rows = "Toimijat, palvelut, hankkeet, tilanne 2026\nNro;Nimi;Namn;Name\na;A, B;A, B;A, B\n"
        reading = read(write_network(tmp_path, {"actors": rows}, config))
        assert reading.codes() == ["rows-above-header"]
        assert reading.tables.tables[0].raw.frame.row(0) == (3, "a", "A, B", "A, B", "A, B")

    def test_header_only_sheet_is_a_remark_and_a_file_a_warning(
        self, tmp_path: Path, write_network: Factory, read: Factory
    ) -> None:
        folder = write_network(tmp_path, {"actors": "id,label@fi,label@sv,label@en\n"})
        with xlsxwriter.Workbook(str(folder / "network.xlsx")) as book:
            book.add_worksheet("roles").write_row(0, 0, ["id", "label@fi", "label@sv", "label@en"])
        found = [(f.place.file, f.severity) for f in read(folder).of("table-no-rows")]
        assert found == [("actors.csv", "warning"), ("network.xlsx", "info")]

    def test_unfilled_sheets_of_a_workbook_are_one_remark(
        self, tmp_path: Path, write_network: Factory, read: Factory
    ) -> None:
        folder = write_network(tmp_path, {"actors": ACTORS})
        with xlsxwriter.Workbook(str(folder / "network.xlsx")) as book:
            for name in ("roles", "Palvelut", "goals"):
                header = ["id", "label@fi", "label@sv", "label@en"]
                book.add_worksheet(name).write_row(0, 0, header)
        (finding,) = read(folder).of("table-no-rows")
        assert (finding.severity, finding.place.sheet) == ("info", None)
        assert "(3): ”roles”, ”Palvelut”, ”goals”" in finding.message.fi

    def test_sheets_of_ours_are_passed_over(
        self, tmp_path: Path, write_network: Factory, read: Factory
    ) -> None:
        folder = write_network(tmp_path, {"actors": ACTORS})
        with xlsxwriter.Workbook(str(folder / "network.xlsx")) as book:
            book.add_worksheet("Ohje").merge_range("A1:C1", "Näin täytät taulukot")
            book.add_worksheet("Koodit")
        assert read(folder).findings == ()


class TestOneWorkbook:
    def test_workbook_of_any_name_is_read_alone_by_the_settings_of_its_folder(
        self, tmp_path: Path, write_network: Factory, read: Factory
    ) -> None:
        folder = write_network(tmp_path, {"services": "id\n\0\n"})
        with xlsxwriter.Workbook(str(folder / "Toimijat 2026.xlsx")) as book:
            sheet = book.add_worksheet("actors")
            for number, row in enumerate(ACTORS.split()):
                sheet.write_row(number, 0, row.split(","))
        reading = read(folder / "Toimijat 2026.xlsx")
        assert reading.findings == ()
        assert reading.graph.subjects().to_list() == ["https://example.org/pieni/actors/a"]
        assert [path.name for path in reading.tables.files()[:2]] == [
            "Toimijat 2026.xlsx",
            "network.toml",
        ]

    def test_other_file_in_place_of_a_folder_is_an_input_error(self, tmp_path: Path) -> None:
        (tmp_path / "a.csv").write_text("id\n", encoding="utf-8")
        with pytest.raises(InputError):
            read_network(tmp_path / "a.csv", packaged_schema())


def test_workbook_beside_the_tables_is_not_to_be_renamed_over_them(
    tmp_path: Path,
) -> None:
    (tmp_path / "actors.csv").write_text("id;label@fi\na;A\n", encoding="utf-8")
    (tmp_path / "kopio.xlsx").write_bytes(b"")
    told = [
        f for f in read_network(tmp_path, packaged_schema()).findings if f.code == "file-ignored"
    ]
    assert [f.remedy.en.partition(".")[0] for f in told] == ["Move it out of the folder"]
