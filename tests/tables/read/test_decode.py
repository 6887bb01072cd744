"""The decoding ladder; the oracle is Python's own codecs."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eloggraph.tables.read.decode import decode

FINNISH = "Äänekoski – Åbo Akademi, 5 €"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_utf8_is_read_with_and_without_a_mark(encoding: str) -> None:
    found = decode(FINNISH.encode(encoding))
    assert (found.text, found.encoding) == (FINNISH, "utf-8")


@pytest.mark.parametrize("order", ["le", "be"])
def test_utf16_is_known_by_its_mark(order: str) -> None:
    found = decode(("\ufeff" + FINNISH).encode(f"utf-16-{order}"))
    assert (found.text, found.encoding) == (FINNISH, f"utf-16-{order}")


@pytest.mark.parametrize("text", [FINNISH, "Åbo", "Jyväskylä – Öljy", "ÅÄÖåäö"])
def test_cp1252_is_the_last_rung(text: str) -> None:
    found = decode(text.encode("cp1252"))
    assert (found.text, found.encoding) == (text, "cp1252")


@pytest.mark.parametrize("valid", ["Ääni", "A – B", "”lainaus”"])
def test_a_broken_byte_in_utf8_is_not_read_as_cp1252(valid: str) -> None:
    found = decode(f"id,nimi\n1,{valid}\n2,".encode() + b"\xe9(\n")
    assert found.text is None
    assert found.before == f"id,nimi\n1,{valid}\n2,"


@pytest.mark.parametrize("byte", [0x81, 0x8D, 0x8F, 0x90, 0x9D])
def test_a_byte_that_cp1252_lacks_is_refused(byte: int) -> None:
    assert decode(b"nimi\n" + bytes([byte]) + b"\n").text is None


def test_half_a_letter_of_utf16_is_refused() -> None:
    found = decode("\ufeffid\nä".encode("utf-16-le") + b"\x00")
    assert (found.text, found.before) == (None, "id\nä")


@given(st.text())
def test_every_text_survives_utf8(text: str) -> None:
    assert decode(text.encode("utf-8-sig")).text == text


@given(st.binary(max_size=200))
def test_no_byte_is_lost_or_made_up(data: bytes) -> None:
    found = decode(data)
    said = found.before if found.text is None else found.text
    bare = data.removeprefix(codecs.BOM_UTF8)
    bare = bare[2:] if found.encoding.startswith("utf-16") else bare
    again = said.encode(found.encoding)
    assert bare.startswith(again)
    assert found.text is None or bare == again
