"""Cells of several lines in an ODS document: the lines stay apart, and comments stay out."""

from __future__ import annotations

import zipfile
from pathlib import Path

from eloggraph.tables.read.workbook import load_workbook

HEAD = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2">'
    '<office:body><office:spreadsheet><table:table table:name="Verkostot">'
)
TAIL = "</table:table></office:spreadsheet></office:body></office:document-content>"
NOTE = "<office:annotation><text:p>Kysy</text:p><text:p>vielä</text:p></office:annotation>"


def cell(inside: str, more: str = "") -> str:
    return f'<table:table-cell office:value-type="string"{more}>{inside}</table:table-cell>'


def test_lines_of_a_cell_stay_apart(tmp_path: Path) -> None:
    rows = [
        [cell("<text:p>nimi</text:p>"), cell(f"{NOTE}<text:p>jäsenet</text:p>")],
        [
            cell("<text:p>Verkosto</text:p>"),
            cell(
                f"{NOTE}<text:p>Aava</text:p><text:p>Berg<text:s text:c='2'/>ja</text:p>",
                ' table:number-columns-repeated="2"',
            ),
        ],
        [cell("<text:p>Toinen</text:p>"), cell("<text:p>yksi<text:line-break/>kaksi</text:p>")],
    ]
    body = "".join(f"<table:table-row>{''.join(row)}</table:table-row>" for row in rows)
    path = tmp_path / "network.ods"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", f'<?xml version="1.0"?>{HEAD}{body}{TAIL}')
        archive.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"'
            ' manifest:version="1.2"><manifest:file-entry manifest:full-path="/"'
            ' manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>'
            '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
            "</manifest:manifest>",
        )
    workbook, findings = load_workbook(path, "network.ods")
    assert workbook, findings
    records = [[text or "" for text in record] for record in workbook.grids[0].records()]
    assert records[0] == ["nimi", "jäsenet", ""]
    assert records[1] == ["Verkosto", "Aava\nBerg  ja", "Aava\nBerg  ja"]
    assert records[2][:2] == ["Toinen", "yksi\nkaksi"]
