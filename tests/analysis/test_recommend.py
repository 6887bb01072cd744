"""New ties: against every possible choice on small networks, and worked by hand from tables."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np
import pytest

import eloggraph
from eloggraph.analysis.question import Material
from eloggraph.analysis.questions.recommend import (
    EACH,
    MOST,
    MOST_ACTORS,
    QUESTION,
    Recommended,
    recommend_ties,
)
from eloggraph.analysis.statistics.neighbourhoods import Neighbourhoods
from eloggraph.analysis.statistics.new_ties import FAR, NEAR, choose_new_ties
from eloggraph.analysis.statistics.steps import add_tie, count_steps
from eloggraph.api.day import look
from eloggraph.text import Text
from networks import SETTINGS, make_material, write_tables

Pair = tuple[str, str]


def walk(graph: nx.Graph[str], wanted: Iterable[Pair]) -> int:
    steps = (nx.single_source_shortest_path_length(graph, a).get(b, FAR) for a, b in wanted)
    return sum(min(max(each, NEAR), FAR) for each in steps)


def hang(graph: nx.Graph[str]) -> int:
    """How many others are out of touch with the largest part without each node, summed."""
    parts, cuts = list(nx.connected_components(graph)), set(nx.articulation_points(graph))
    found = 0
    for node in graph:
        if node in cuts:
            left = nx.Graph(graph)
            left.remove_node(node)
            sizes = [*map(len, nx.connected_components(left))]
        else:
            sizes = [len(part) - (node in part) for part in parts]
        found += len(graph) - 1 - max(sizes, default=0)
    return found


def values(
    graph: nx.Graph[str], wanted: Sequence[Pair], choices: Iterable[Iterable[Pair]]
) -> Iterator[float]:
    """V of the docstring for each set of ties, by networkx."""
    walked, hung = walk(graph, wanted), hang(graph)
    for ties in choices:
        more = nx.Graph(graph)
        more.add_edges_from(ties)
        yield walked - walk(more, wanted) + (hung - hang(more)) / (1 + hung)


@pytest.mark.parametrize("seed", range(50))
def test_what_is_chosen_is_worth_nearly_as_much_as_the_best_of_all_choices(seed: int) -> None:
    lot = random.Random(seed)
    graph = nx.gnm_random_graph(12, lot.randint(10, 18), seed=seed)
    graph = nx.relabel_nodes(graph, "n{:02}".format)
    group = {node: lot.choice("xyz") for node in graph}
    apart = [
        (a, b)
        for a, b in combinations(sorted(graph), 2)
        if group[a] != group[b] and not graph.has_edge(a, b)
    ]
    candidates = [pair for pair in apart if lot.random() < 0.6]
    wanted = [pair for pair in apart if walk(graph, [pair]) > 2 and lot.random() < 0.6]
    told = choose_new_ties(graph, wanted, candidates, most=2)
    found = [tie.pair for tie in told]
    best = max(values(graph, wanted, combinations(candidates, 2)))
    (reached,) = values(graph, wanted, [found])
    assert reached >= 0.9 * best
    gone = sum(tie.steps for tie in told) + sum(tie.hanging for tie in told) / (1 + hang(graph))
    assert gone == pytest.approx(reached)


@pytest.mark.parametrize("each", [1, 2])
def test_nobody_gets_more_new_ties_than_allowed(each: int) -> None:
    star = nx.empty_graph("abcdef")
    wanted = [("a", other) for other in "bcdef"]
    found = choose_new_ties(star, wanted, wanted, most=5, each=each)
    assert Counter(tie.pair[0] for tie in found) == {"a": each}


def test_of_ties_worth_the_same_the_one_is_chosen_that_leaves_less_hanging() -> None:
    # Nobody needs to be nearer: a tie between the ends closes the path, one beside them does less.
    path = nx.path_graph([f"n{at}" for at in range(6)])
    (found,) = choose_new_ties(path, [], [("n0", "n2"), ("n0", "n5"), ("n1", "n5")], most=1)
    assert (found.pair, found.steps, found.hanging) == (("n0", "n5"), 0, hang(path))
    ring = nx.cycle_graph([f"n{at}" for at in range(6)])
    assert choose_new_ties(ring, [], [("n0", "n2")]) == ()
    assert choose_new_ties(ring, [("n0", "n3")], []) == ()


@pytest.mark.parametrize("seed", range(5))
def test_steps_are_those_of_networkx(seed: int) -> None:
    graph = nx.gnm_random_graph(30, 30, seed=seed)
    named = nx.relabel_nodes(graph, str)
    steps = count_steps(Neighbourhoods.of(named), np.arange(30), 4)
    far = {a: dict(near) for a, near in nx.all_pairs_shortest_path_length(graph)}
    assert steps.tolist() == [[min(far[a].get(b, 4), 4) for b in range(30)] for a in range(30)]
    more = nx.Graph([*graph.edges(), (0, 29)])
    more.add_nodes_from(graph)
    whole = count_steps(Neighbourhoods.of(named), np.arange(30), 40)
    far = {a: dict(near) for a, near in nx.all_pairs_shortest_path_length(more)}
    with_tie = add_tie(whole, whole[0].astype(int), whole[29].astype(int), (0, 29))
    assert with_tie.tolist() == [[far[a].get(b, 40) for b in range(30)] for a in range(30)]


# Education a, b; employment c, d; youth work e. a - b - c - d are tied in a row, e to nobody. a, d
# and e serve the young, b and d the unemployed; c served the young until 2020.
ACTORS = "id,label@fi,sector\na,A,koulutus\nb,B,koulutus\nc,C,työllisyys\nd,D,työllisyys\ne,E,nuorisoala\n"
LINKS = "from,to,type,status,until\na,b,referral,,\nb,c,referral,,\nc,d,referral,,\n"
GROUPS = "id,label@fi,label@en\nyoung,Nuoret,The young\njobless,Työttömät,The unemployed\n"
SERVICES = (
    "id,label@fi,target_groups,areas,forms,providers,until\n"
    "s1,S1,young,,,a|d|e,\ns2,S2,jobless,,,b|d,\ns3,S3,young,,,c,2020\n"
)
SUOMI = Path(__file__).parents[2] / "datasets" / "suomi"


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., Material]:
    (tmp_path / "suomi").symlink_to(SUOMI)

    def make(links: str = "", services: str = SERVICES) -> Material:
        tables = {
            "actors.csv": ACTORS,
            "links.csv": LINKS + links,
            "target_groups.csv": GROUPS,
            "services.csv": services,
        }
        settings = SETTINGS.replace("[title]", 'uses = ["../suomi"]\n[title]')
        network = eloggraph.open(write_tables(tmp_path / "t", tables, settings))
        looked = look(network)
        labels = network.labels
        return Material(network=looked.affiliations, on=looked.on, ask=looked.ask, labels=labels)

    return make


def pairs_of(found: Recommended) -> list[str]:
    ends = ((tie.source, tie.target) for tie in found.ties)
    return ["".join(end.rpartition("/")[2] for end in pair) for pair in ends]


def test_those_who_serve_the_same_clients_are_brought_nearer(read: Callable[..., Material]) -> None:
    found = recommend_ties(read())
    # a and d are three steps apart, e out of touch with both; b and d have c between them.
    assert (found.pairs, found.known, found.looked, found.aside) == (3, True, 5, 0)
    # a-e brings a and e from six steps to two and d and e from six to four, d-e brings these two and
    # a and d within two steps; then all three are near, and nothing hangs on anybody in the ring.
    assert pairs_of(found) == ["ae", "de"]
    told = [(tie.nearer, tie.near, tie.steps, tie.reasons[0].en) for tie in found.ties]
    assert told == [(2, 1, 6, "client group (The young)"), (2, 2, 3, "client group (The young)")]
    assert found.near == 3


def test_question_tells_how_many_pairs_and_what_each_tie_changes(
    read: Callable[..., Material],
) -> None:
    outcome = QUESTION.answer(read())
    assert [text.en for text in outcome.sentences] == [
        "3 pairs of actors in different groups (sector) serve the same client groups but have "
        "neither a connection nor a partner in common.",
        "2 new connections would bring 3 of these pairs within two connections of each other.",
    ]
    (listing,) = outcome.listings
    assert [[str(cell.en) for cell in row.cells if isinstance(cell, Text)] for row in listing.rows] == [
        ["A – E", "client group (The young)",
         "2 pairs of actors would come nearer to each other, 1 of them within two connections"],
        ["D – E", "client group (The young)",
         "2 pairs of actors would come within two connections of each other"],
    ]  # fmt: skip


@pytest.mark.parametrize("status", ["planned", "wished", "cancelled"])
def test_what_is_planned_or_was_called_off_is_not_suggested(
    read: Callable[..., Material], status: str
) -> None:
    found = recommend_ties(read(f"a,e,referral,{status},\n"))
    assert found.aside == 1
    assert "ae" not in pairs_of(found)
    assert pairs_of(found)[0] == "de"


def test_forbidden_pairs_are_not_suggested_whichever_way_they_are_written(
    read: Callable[..., Material],
) -> None:
    network = "https://example.org/t/actors/"
    forbidden = [(f"{network}e", f"{network}a"), (f"{network}d", f"{network}e")]
    assert not {*pairs_of(recommend_ties(read(), forbidden=forbidden))} & {"ae", "de"}


def test_who_worked_together_before_may_want_to_again(read: Callable[..., Material]) -> None:
    (first, *_) = recommend_ties(read("b,e,referral,,2020\n", services="id,label@fi\n")).ties
    assert {first.source[-1], first.target[-1]} == {"b", "e"}
    assert [reason.en for reason in first.reasons] == ["earlier work together"]
    assert (first.nearer, first.near) == (0, 0)


def test_of_those_who_do_not_reach_each_other_it_is_said_that_a_tie_would_join_them(
    read: Callable[..., Material],
) -> None:
    """a - b - c - d are tied, e is not; nobody of two sectors serves the same, e once knew b.

    Without e a tie can only make a ring, after which nothing hangs on anybody.
    """
    alone = "id,label@fi,target_groups,providers\ns1,S1,young,a\n"
    found = recommend_ties(read("b,e,referral,,2020\n", services=alone))
    assert [tie.joins for tie in found.ties] == [True]
    told = [text.en for text in QUESTION.tell(found)]
    assert told == [
        "By what is on record, actors in different groups (sector) have no client groups in common.",
        "One new connection would join actors that do not reach each other now, "
        "even through others.",
    ]
    ring = recommend_ties(read("a,d,referral,,2020\n", services=alone))
    assert [(tie.joins, tie.nearer) for tie in ring.ties] == [(False, 0)]
    assert [text.en for text in QUESTION.tell(ring)][-1] == (
        "One new connection would leave less hanging on single actors."
    )


def test_that_all_who_serve_the_same_are_near_is_said_only_where_somebody_does(
    read: Callable[..., Material],
) -> None:
    together = "id,label@fi,target_groups,providers\ns1,S1,young,b|c\n"
    near = [text.en for text in QUESTION.tell(recommend_ties(read(services=together)))]
    assert near[0].endswith("already have a connection or a partner in common.")
    apart = together.replace("b|c", "a|b")  # of one sector
    none = [text.en for text in QUESTION.tell(recommend_ties(read(services=apart)))]
    assert none[0].endswith("have no client groups in common.")


def test_without_services_and_anything_in_common_it_is_told_what_is_needed(
    read: Callable[..., Material],
) -> None:
    outcome = QUESTION.answer(read(services="id,label@fi\n"))
    assert outcome.sentences == ()
    assert outcome.lacking is not None


def test_of_very_many_actors_some_are_looked_at_and_that_is_said(make_random: Any) -> None:
    def look_among(actors: int) -> Recommended:
        network = make_random(actors, 2 * actors)
        rows = [
            {"service": node.iri, "provider": node.iri, "target_group": "g"}
            for node in network.actors()
        ]
        answers = {"coverage-offers": rows, "coverage-providers": rows}
        material = make_material(network, ask=lambda query: answers.get(query, []))
        found = recommend_ties(material)
        assert found == recommend_ties(material)
        told = [text.en for text in QUESTION.tell(found)]
        assert ("Suggestions were looked for among" in told[0]) == (actors > MOST_ACTORS)
        assert 0 < len(found.ties) <= MOST
        ends = Counter(end for tie in found.ties for end in (tie.source, tie.target))
        assert max(ends.values()) <= EACH
        return found

    assert look_among(MOST_ACTORS).looked == MOST_ACTORS
    assert look_among(MOST_ACTORS + 1).looked == MOST_ACTORS
