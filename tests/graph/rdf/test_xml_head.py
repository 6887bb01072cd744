"""Entities and encodings of RDF/XML: what is plain is read as its expansion, what is not is refused.

The oracle is the same document with its entities written out, in UTF-8.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from eloggraph.errors import InputError
from eloggraph.graph.rdf.ntriples import write_ntriples
from eloggraph.graph.rdf.read import read_rdf
from eloggraph.graph.rdf.xml_head import ALWAYS_ALLOWED, DocumentTypeError, read_head

BODY = """<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="{ex}">
<e:C r:about="{ex}ä"><e:p>{ex} &lt; €</e:p></e:C></r:RDF>"""
PLAIN = BODY.replace("{ex}", "http://ex.org/")
USED = BODY.replace("{ex}", "&ex;")


def statements(data: bytes, folder: Path) -> str:
    (folder / "a.rdf").write_bytes(data)
    return write_ntriples(read_rdf([folder / "a.rdf"]).graph)


@pytest.mark.parametrize(
    "head",
    [
        '<!DOCTYPE r:RDF [ <!ENTITY ex "http://ex.org/" > ]>',
        "<!DOCTYPE r:RDF\n [<!-- <!ENTITY ex 'no'> -->\n<!ENTITY owl 'urn:owl'><!ENTITY ex 'http://ex.org/'>]  >",
        "<!DOCTYPE r:RDF [<!ENTITY ex 'http://ex.org/'><!ENTITY ex 'urn:second'>]>",
        "<!DOCTYPE r:RDF [<!ENTITY ex '&#104;ttp://ex.org/'><!ENTITY lt '&#38;#60;'>]>",
    ],
)
def test_plain_entities_are_what_they_stand_for(tmp_path: Path, head: str) -> None:
    found = statements(f'<?xml version="1.0"?>\n{head}\n{USED}'.encode(), tmp_path)
    assert found == statements(PLAIN.encode(), tmp_path)


@pytest.mark.parametrize("name", ["windows-1252", "iso-8859-15", "UTF-16", "utf-8"])
def test_a_declared_encoding_is_read(tmp_path: Path, name: str) -> None:
    text = f"<?xml version='1.0' encoding='{name}'?>\n{PLAIN}"
    assert statements(text.encode(name), tmp_path) == statements(PLAIN.encode(), tmp_path)


def test_a_declaration_does_not_make_a_signature_of_another_encoding_wrong(tmp_path: Path) -> None:
    text = f"<?xml version='1.0' encoding='ISO-8859-1'?>\n{PLAIN}"
    assert statements(text.encode("utf-16"), tmp_path) == statements(PLAIN.encode(), tmp_path)


@pytest.mark.parametrize(
    ("declared", "real", "row", "said"),
    [
        ("ISO-8859-1", "cp1252", 3, "Windows-1252"),
        ("us-ascii", "latin-1", None, "first line declares"),
        ("EBCDIC-FI", "latin-1", None, "first line declares"),
        ("UTF-8", "cp1252", 3, "Windows-1252"),
    ],
)
def test_bytes_in_another_encoding_than_declared_are_told_once(
    tmp_path: Path, declared: str, real: str, row: int | None, said: str
) -> None:
    text = f"<?xml version='1.0' encoding='{declared}'?>\n{PLAIN}"
    (tmp_path / "a.rdf").write_bytes(text.encode(real, errors="ignore"))
    with pytest.raises(InputError) as caught:
        read_rdf([tmp_path / "a.rdf"])
    (finding,) = caught.value.findings
    assert (finding.code, finding.place.row if finding.place else None) == ("rdf-encoding", row)
    assert said in finding.message.en


@pytest.mark.parametrize(("uses", "is_read"), [(1_048, True), (1_049, False)])
def test_how_long_entities_make_a_text_is_bounded(uses: int, is_read: bool) -> None:
    value, limit = "x" * 1_000, ALWAYS_ALLOWED
    assert (uses * len(value) <= limit) is is_read
    data = f"<!DOCTYPE r [<!ENTITY x '{value}'>]><r>{'&x;' * uses}</r>".encode()
    if is_read:
        assert read_head(data).count(b"&x;") == uses
    else:
        with pytest.raises(DocumentTypeError):
            read_head(data)


def test_lines_stay_where_they_are() -> None:
    head = "<!DOCTYPE r:RDF\n[\n<!-- \n\n -->\n<!ENTITY ex\n 'http://ex.org/'>\n]\n>"
    text = f"{head}\n{USED}".encode()
    assert read_head(text).count(b"\n") == text.count(b"\n")
