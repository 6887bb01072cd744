"""Places and words of what was judged where it lies: those that RDF in memory has.

Oracle: the report of the engine ``columns``, which looks at all that is said.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import eloggraph
from eloggraph.graph.rdf.pack import pack_statements

from .test_engines import told

TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
SHAPES = """
@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix ex: <urn:> .
ex:S sh:targetObjectsOf ex:p ; sh:property [ sh:path ex:q ; sh:maxCount 1 ; sh:class ex:C ] ,
        [ sh:path ex:r ; sh:minCount 2 ] .
ex:T sh:targetClass ex:C ; sh:node [ sh:property [ sh:path ( ex:p ex:q ) ; sh:nodeKind sh:IRI ] ,
            [ sh:path ( ex:r ex:r ) ; sh:nodeKind sh:IRI ] , [ sh:path ex:r ; sh:minCount 2 ; sh:class ex:C ] ] ;
    sh:property [ sh:path [ sh:inversePath ex:p ] ; sh:class ex:D ; sh:nodeKind sh:IRI ] ,
        [ sh:path [ sh:alternativePath ( ex:p ex:q ) ] ; sh:in ( ex:a ) ] .
ex:U sh:targetSubjectsOf ex:q ; sh:nodeKind sh:IRI ; sh:property [ sh:path ex:p ; sh:nodeKind sh:IRI ] ,
        [ sh:path ( ex:r ex:r ) ; sh:nodeKind sh:IRI ] ,
        [ sh:path ( ex:p ex:q ) ; sh:nodeKind sh:IRI ; sh:node [ sh:property [ sh:path ex:r ; sh:maxCount 0 ] ] ] .
"""
NODES = ["<urn:a>", "<urn:b>", "<urn:z>", "_:x", "_:y", "_:w"]
SAID = st.one_of(
    st.tuples(
        st.sampled_from(NODES),
        st.sampled_from(["<urn:p>", "<urn:q>", "<urn:r>"]),
        st.sampled_from([*NODES, '"text"']),
    ),
    st.tuples(st.sampled_from(NODES), st.just(TYPE), st.sampled_from(["<urn:C>", "<urn:D>"])),
)
FILES = st.lists(st.lists(SAID, min_size=1, max_size=12), min_size=1, max_size=2)


@pytest.mark.hypothesis
@settings(max_examples=60)
@given(FILES, st.sampled_from(["nt", "ttl"]))
# Nobody describes urn:a: it is placed where _:x begins, which names it in another line.
@example(
    [[("_:x", TYPE, "<urn:D>"), ("_:y", "<urn:p>", '"text"'), ("_:x", "<urn:p>", "<urn:a>")]], "nt"
)
# What _:x belongs to has a name here, and none there.
@example(
    [[("_:w", "<urn:p>", "_:x"), ("<urn:z>", "<urn:p>", "_:x"), ("_:x", "<urn:q>", "_:y")]], "nt"
)
# The value is at the end of two steps, and by chance at the end of the first: that is no place.
@example(
    [
        [
            *(("<urn:a>", "<urn:r>", '"text"'), ("<urn:a>", "<urn:p>", "_:x")),
            *(("_:x", "<urn:q>", "_:x"), ("<urn:a>", "<urn:q>", "<urn:b>")),
        ]
    ],
    "nt",
)
# What _:y belongs to is asked of a value, and of one that tells why another shape is not met.
@example(
    [
        [
            ("<urn:a>", "<urn:q>", "<urn:b>"),
            ("<urn:a>", "<urn:r>", "<urn:b>"),
            ("<urn:b>", "<urn:r>", "_:y"),
        ]
    ],
    "nt",
)
@example(
    [
        [
            ("<urn:a>", TYPE, "<urn:C>"),
            ("<urn:a>", "<urn:r>", "<urn:b>"),
            ("<urn:b>", "<urn:r>", "_:y"),
        ]
    ],
    "nt",
)
# No line tells of _:x in Turtle: it is placed where urn:a begins, which is in the other file.
@example(
    [
        [("_:x", TYPE, "<urn:C>"), ("<urn:a>", "<urn:p>", "_:x")],
        [("<urn:a>", "<urn:q>", "<urn:b>")],
    ],
    "ttl",
)
def test_findings_have_the_words_and_places_that_they_have_in_memory(
    files: Sequence[Sequence[tuple[str, str, str]]], first: str
) -> None:
    with TemporaryDirectory() as folder:
        shapes = Path(folder, "shapes.ttl")
        shapes.write_text(SHAPES, encoding="utf-8")
        names = [f"b.{first}", "a.nt"]
        paths = [Path(folder, name) for name in names[: len(files)]]
        for path, said in zip(paths, files, strict=True):
            path.write_text("".join(f"{' '.join(terms)} .\n" for terms in said), encoding="utf-8")
        # Lines are those of the file of statements, which has some and lacks some.
        if first == "ttl":
            paths = [pack_statements(paths, Path(folder, "all.parquet")).path]
        found, expected = (
            told(eloggraph.check(*paths, shapes=shapes, engine=engine))
            for engine in ("streaming", "columns")
        )
    assert found == expected


def test_a_node_deep_within_others_has_the_words_that_it_has_in_memory(tmp_path: Path) -> None:
    """It is named by the way from what has a name; and of a value it is told what it is."""
    (tmp_path / "shapes.ttl").write_text(SHAPES, encoding="utf-8")
    steps = ["<urn:top> <urn:o> _:n0 ."] + [f"_:n{n} <urn:o> _:n{n + 1} ." for n in range(4)]
    said = [*steps, "_:n4 <urn:q> <urn:v> .", f"<urn:v> {TYPE} <urn:Other> ."]
    (tmp_path / "data.nt").write_text(
        "\n".join([*said, "<urn:e> <urn:p> _:n4 ."]), encoding="utf-8"
    )
    (tmp_path / "less.nt").write_text("\n".join([*said, "_:n3 <urn:p> _:n4 ."]), encoding="utf-8")
    for name in ("data.nt", "less.nt"):
        found, expected = (
            eloggraph.check(tmp_path / name, shapes=tmp_path / "shapes.ttl", engine=engine)
            for engine in ("streaming", "columns")
        )
        assert told(found) == told(expected)
        assert any("Other" in finding.message.en for finding in found.findings)


def test_what_else_is_said_of_a_node_stays_where_it_is(tmp_path: Path) -> None:
    (tmp_path / "shapes.ttl").write_text(SHAPES, encoding="utf-8")
    said = [f'<urn:n{n}> <urn:q> "a" .\n<urn:n{n}> <urn:p> "text" .\n' for n in range(9)]
    more = [f'<urn:n{n}> <urn:other> "{k}" .\n' for n in range(9) for k in range(50)]
    came = []
    for name, lines in (("few.nt", said), ("many.nt", said + more)):
        (tmp_path / name).write_text("".join(lines), encoding="utf-8")
        report = eloggraph.check(
            tmp_path / name, shapes=tmp_path / "shapes.ttl", engine="streaming"
        )
        assert len(report.findings) > 9
        assert report.engine is not None
        came.append(report.engine.rows)
    # One more is that of another property in the catalogue.
    assert came[1] == came[0] + 1
