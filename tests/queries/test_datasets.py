"""What is asked: networks together, RDF files, their graphs, and what follows from them."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

import eloggraph
from eloggraph.api.dataset import FileDataset, NetworkDataset
from eloggraph.api.query import choose_bounds, explain_asked
from eloggraph.errors import InputError, OptionError, QueryError
from eloggraph.graph.queries import named_queries
from eloggraph.graph.query_heads import write_shown
from eloggraph.jobs.bounded import Bounds

CHECKOUT = Path(__file__).resolve().parents[2]
DATA = CHECKOUT / "datasets"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
AXIOMS = """
@prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
<urn:within> a owl:TransitiveProperty . <urn:Dog> rdfs:subClassOf <urn:Animal> .
"""


@pytest.fixture(autouse=True)
def unbounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """The child process that bounds a query of a reader is tested elsewhere."""
    monkeypatch.setattr("eloggraph.api.query.call_bounded", lambda ask, _: ask())


@pytest.fixture(scope="module")
def osaajaks() -> eloggraph.Network:
    return eloggraph.open(DATA / "osaajaks")


@pytest.fixture(scope="module")
def both() -> eloggraph.Dataset:
    return eloggraph.open_dataset(DATA / "osaajaks", DATA / "laituri")


def count(dataset: eloggraph.Dataset, query: str = COUNT, **options: object) -> int:
    (row,) = dataset.select(query, **options).texts()  # type: ignore[arg-type]
    return int(row[0] or "")


def test_one_folder_is_its_network(osaajaks: eloggraph.Network) -> None:
    assert isinstance(eloggraph.open_dataset(DATA / "osaajaks"), eloggraph.Network)
    assert (
        count(osaajaks, default_graph="own") == len(set(osaajaks.build("ntriples").split("\n"))) - 1
    )
    assert count(osaajaks, default_graph="unnamed") == 0
    assert count(osaajaks) > count(osaajaks, default_graph="own")


def test_several_networks_are_asked_together(
    osaajaks: eloggraph.Network, both: eloggraph.Dataset
) -> None:
    """The oracle are the networks one by one: what both use is there once."""
    laituri = eloggraph.open(DATA / "laituri")
    assert isinstance(both, NetworkDataset)
    own = sum(count(each, default_graph="own") for each in (osaajaks, laituri))
    assert count(both, default_graph="own") == own
    assert count(both) < count(osaajaks) + count(laituri)
    assert len(list(both.store.named_graphs())) == 4
    name = "actors-without-links"
    rows = {*osaajaks.select(name, "fi").rows, *laituri.select(name, "fi").rows}
    assert named_queries()[name].asks_own
    assert set(both.select(name, "fi").rows) == rows


@pytest.mark.parametrize("name", ["osaajaks", "laituri"])
def test_the_actors_of_a_network_are_those_that_every_page_counts(name: str) -> None:
    """What it uses has others; of these are there only those that its own rows name."""
    network = eloggraph.open(DATA / name)
    found = {row["actor"] for row in network.select("actors", "fi").dicts()}
    assert found == set(network.to_networkx("actors"))
    assert any("/suomi/" in iri for iri in found)
    used = eloggraph.open(DATA / "suomi").select("actors", "fi")
    assert len({row["actor"] for row in used.dicts()} - found) > 10
    said, parties = network.build("ntriples"), dict[str, set[str]]()
    for row in network.select("organisation-changes", "fi").dicts():
        both = {row["ceased_iri"], row.get("taken_over_by_iri", "")}
        parties.setdefault(row["change_iri"], set()).update(both)
    assert all(any(f"<{iri}>" in said for iri in each) for each in parties.values())
    assert len(parties) == {"osaajaks": 0, "laituri": 3}[name]
    by_region = network.select("actors-by-region", "fi").dicts()
    assert {row["actor_iri"] for row in by_region} <= found


def test_several_networks_have_one_order(
    osaajaks: eloggraph.Network, both: eloggraph.Dataset
) -> None:
    """The oracle is the order of texts; of a part it is said that there is more."""
    answer = both.select("actors", "fi")
    names = [row[1] for row in answer.texts()]
    assert len(names) > len(osaajaks.select("actors", "fi"))
    assert names == sorted(names, key=str)
    turned = eloggraph.open_dataset(DATA / "laituri", DATA / "osaajaks")
    assert turned.select("actors", "fi") == answer
    assert both.select("actors", "fi", rows=len(answer)) == answer
    part = both.select("actors", "fi", rows=len(answer) - 1)
    assert (len(part), part.complete, answer.complete) == (len(answer) - 1, False, True)
    for query in ("actors-without-links", "services-by-language"):
        assert turned.select(query, "sv") == both.select(query, "sv")


def test_what_else_is_asked_is_said_unless_the_query_chooses(
    osaajaks: eloggraph.Network, files: Path
) -> None:
    """Of a query that names its graphs, of one of ours, and of files there is nothing to say."""
    used = "https://w3id.org/eloggraph/data/suomi/"
    assert used in explain_asked(osaajaks, COUNT, "en", None, "all")
    chosen = f"SELECT (COUNT(*) AS ?n) FROM <{used}> {{ ?s ?p ?o }}"
    for query, graph in ((chosen, "all"), (COUNT, "own"), (COUNT, "unnamed"), ("actors", "all")):
        assert used not in explain_asked(osaajaks, query, "en", None, graph)  # type: ignore[arg-type]
    dataset = eloggraph.open_dataset(files / "a.ttl")
    assert explain_asked(dataset, COUNT, "en", None, "all") == ""
    assert used not in explain_asked(eloggraph.open(DATA / "suomi"), COUNT, "en", None, "all")


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("ASK { ?s a elo:Projekt }", "The ontology has no “elo:Projekt”, so nothing is found by that. Did you mean “elo:Project”?"),
        ("PREFIX e: <https://w3id.org/eloggraph/ns#> ASK { ?s e:provideBy/e:xyz ?o }", "“elo:provideBy”, “elo:xyz”"),
        ("ASK { ?s ?p <https://w3id.org/eloggraph/vocab/status/over> }", "no “https://w3id.org/eloggraph/vocab/status/over”"),
        ("PREFIX s: <https://w3id.org/eloggraph/vocab/status/> ASK { ?s elo:status s:ended. ?s a elo:Actor }", ""),
        ("ASK { ?s ?p 'elo:x' } # elo:y <https://w3id.org/eloggraph/ns#z>", ""),
        ("ASK { ?s skos:broder ?elo }", ""),  # of other vocabularies nothing is known
    ],
)  # fmt: skip
def test_a_term_that_the_ontology_does_not_have_is_told(
    osaajaks: eloggraph.Network, query: str, said: str
) -> None:
    told = explain_asked(osaajaks, query, "en", None, "own")
    assert said in told if said else told == ""


def test_more_statements_than_a_graph_has_give_a_query_more_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What is loaded so far says little: the bounds follow the whole graph, by rules many times."""
    given: list[Bounds] = []
    monkeypatch.setattr(
        "eloggraph.api.query.call_bounded", lambda ask, bounds: given.append(bounds) or ask()
    )
    afresh = eloggraph.open(DATA / "mallimaakunta")
    afresh.ask("ASK { ?s <urn:none> ?o }")
    monkeypatch.setattr("eloggraph.graph.inference.open_inferred", lambda store, _: store)
    afresh.ask("ASK { ?s <urn:none> ?o }", infer=True)
    whole = sum(map(len, afresh.graphs))
    assert given == [choose_bounds(whole), choose_bounds(len(afresh.store) * 20)]


def test_a_day_of_several_networks_is_the_day_of_each(both: eloggraph.Dataset) -> None:
    assert count(both, at="2019") < count(both)
    once = both.find_day_store("2019")
    assert both.find_day_store("2019-12-31") is once is not both.find_day_store("2018")
    with pytest.raises(OptionError):
        count(both, at="yesterday")


@pytest.fixture
def files(tmp_path: Path) -> Path:
    (tmp_path / "a.ttl").write_text("<urn:a> <urn:n> 01, 1.50 ; <urn:p> [] .", encoding="utf-8")
    (tmp_path / "b.nq").write_text(
        "<urn:b> <urn:p> <urn:c> <urn:g> .\n<urn:b> <urn:p> <urn:d> .\n", encoding="utf-8"
    )
    (tmp_path / "c.nt.gz").write_bytes(gzip.compress(b"<urn:c> <urn:p> <urn:d> .\n"))
    (tmp_path / "axioms.ttl").write_text(AXIOMS, encoding="utf-8")
    return tmp_path


def test_files_are_the_default_graph_and_keep_their_named_graphs(files: Path) -> None:
    dataset = eloggraph.open_dataset(files / "a.ttl", files / "b.nq", files / "c.nt.gz")
    assert isinstance(dataset, FileDataset)
    assert count(dataset) == count(dataset, default_graph="own") == 6
    assert count(dataset, default_graph="unnamed") == 5
    assert dataset.select("SELECT ?g { GRAPH ?g { ?s ?p ?o } }").texts() == (("urn:g",),)


def test_a_named_file_is_a_graph_of_its_name(files: Path) -> None:
    dataset = eloggraph.open_dataset(files / "a.ttl", named=[files / "b.nq", files / "a.ttl"])
    assert count(dataset, default_graph="unnamed") == 3
    asked = "SELECT (COUNT(*) AS ?n) FROM <b.nq> { ?s ?p ?o }"
    assert count(dataset, asked) == 1  # what is in <urn:g> stays there
    with pytest.raises(QueryError):
        count(dataset, asked.replace("b.nq", "c.nq"))


def test_numbers_of_files_are_as_they_stand_and_blank_nodes_have_one_name(files: Path) -> None:
    query = "SELECT ?o { <urn:a> ?p ?o }"
    answers = [eloggraph.open_dataset(files / "a.ttl").select(query) for _ in range(2)]
    assert answers[0] == answers[1]
    assert answers[0].texts() == (("01",), ("1.50",), ("_:b1",))


def test_faults_of_all_files_are_told(files: Path) -> None:
    (files / "bad.ttl").write_text("<urn:a> <urn:b>", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        eloggraph.open_dataset(files / "bad.ttl", files / "none.ttl", files / "a.ttl")
    assert {finding.code for finding in caught.value.findings} == {"rdf-malformed", "path-missing"}
    with pytest.raises(InputError, match="eloggraph build"):
        eloggraph.open_dataset(DATA / "osaajaks", files / "a.ttl")


def test_a_named_query_asks_all_graphs(osaajaks: eloggraph.Network) -> None:
    with pytest.raises(OptionError):
        osaajaks.query("actors", default_graph="own")


def test_files_are_asked_of_no_day(files: Path) -> None:
    with pytest.raises(OptionError):
        eloggraph.open_dataset(files / "a.ttl").query(COUNT, at="2020")


def test_named_queries_are_asked_of_rdf_that_a_network_was_made_into(
    osaajaks: eloggraph.Network, tmp_path: Path
) -> None:
    """They know the ontology, though it is not in the files."""
    (tmp_path / "g.ttl").write_text(osaajaks.build("turtle"), encoding="utf-8")
    dataset = eloggraph.open_dataset(tmp_path / "g.ttl")
    projects = [row[0] for row in osaajaks.select("projects", "fi").texts()]
    assert [row[0] for row in dataset.select("projects", "fi").texts()] == projects
    assert count(dataset) == count(osaajaks, default_graph="own")


def test_what_follows_is_asked_where_it_is_wanted(files: Path) -> None:
    (files / "d.ttl").write_text(
        "<urn:1> <urn:within> <urn:2> . <urn:2> <urn:within> <urn:3> . <urn:rex> a <urn:Dog> .",
        encoding="utf-8",
    )
    dataset = eloggraph.open_dataset(files / "d.ttl", files / "axioms.ttl")
    for query in ("ASK { <urn:1> <urn:within> <urn:3> }", "ASK { <urn:rex> a <urn:Animal> }"):
        asked = [dataset.ask(query, infer=infer) for infer in (False, True, False)]
        assert asked == [False, True, False]
    assert dataset.ask("ASK { <urn:rex> a <urn:Animal> }", infer=True, default_graph="own")
    assert not dataset.ask("ASK { <urn:3> <urn:within> <urn:1> }", infer=True)


@pytest.mark.parametrize("language", ["sv"])
def test_a_query_that_is_shown_gives_the_rows_of_its_name(
    osaajaks: eloggraph.Network, language: eloggraph.Language
) -> None:
    """Whoever begins with it begins with the same answer."""
    day, answered = osaajaks.as_of, 0
    assert day is not None
    for name, query in named_queries().items():
        if not query.is_for_readers:
            continue
        shown = write_shown(query.text, language)
        assert "?lang " not in shown
        answer = osaajaks.select(name, language)
        at = None if query.all_days else day
        assert sorted(osaajaks.select(shown, at=at).texts(), key=str) == sorted(
            answer.texts(), key=str
        ), name
        answered += len(answer) > 0
    assert answered > 20
