"""What the map answers: which groups keep to themselves, what hangs on one tie, what ends soon.

Read from an analysis, never worked out here: the picture says what the report says.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from eloggraph.analysis.coverage_near import find_near_gaps
from eloggraph.analysis.main_grouping import choose_main_grouping
from eloggraph.layout.folded import Body
from eloggraph.text import Text, capitalise, say

if TYPE_CHECKING:
    from eloggraph.analysis.affiliation import AffiliationNetwork, Grouping, Node, Tie
    from eloggraph.analysis.analyse import Analysis
    from eloggraph.analysis.silo_levels import GroupLevel

FOLD_FROM = 120  # below, every tie and name can be seen
_LARGEST_CLUSTER, _MOST_IN_ONE_GROUP = 0.25, 0.5
_LEAST_BLOCK = 4  # fewer hang on a name that the ring tells
MOST_INSIDE, MOST_OUT = 400, 30  # ties drawn one by one: more than that are only a blot
COLLECTIVES, UNGROUPED = "collectives", "ungrouped"


@dataclass(frozen=True, slots=True, kw_only=True)
class MapAnswer:
    """What the first picture says.

    Parameters
    ----------
    claim
        One sentence: what is true overall.
    grouping
        The grouping that colours the first picture: that with the strongest verdict.
    apart
        The groups of it that keep to themselves.
    standings
        What the verdicts say of each group, by grouping.
    cut_points
        Actors without which others lose touch, with how many.
    ending
        The numbers of ties that end within a year of the day, as the question ``sunset`` tells.
    one_sided
        Pairs of actors of whose tie only one has told, as the question ``upkeep`` tells.
    uncovered
        Actors near a required service that is missing, by the cells of ``coverage``.
    bodies, words
        Of a large network: the bodies that it is folded into, and what is written at each.
    groups
        The group that a body is, by its key; clusters and the rest are none.

    """

    claim: Text | None = None
    grouping: str | None = None
    apart: frozenset[str] = frozenset()
    standings: Mapping[str, Mapping[str, GroupLevel]] = field(default_factory=dict)
    cut_points: Mapping[str, int]
    ending: frozenset[int] = frozenset()
    one_sided: frozenset[frozenset[str]] = frozenset()
    uncovered: frozenset[str] = frozenset()
    bodies: tuple[Body, ...] = ()
    words: Mapping[str, tuple[Text, ...]]
    groups: Mapping[str, str]


def answer_map(network: AffiliationNetwork, analysis: Analysis) -> MapAnswer:
    """Choose what the first picture of a network says, from the verdicts on it.

    A question that was not asked leaves out what it would say.
    """
    verdicts = {verdict.grouping: verdict for verdict in _found(analysis, "silos", ())}
    grouping = choose_main_grouping(network, analysis)
    named = verdicts[grouping.key].named if grouping and grouping.key in verdicts else ()
    apart = frozenset(group.group for group in named if group.level == "closed")
    sunset = _found(analysis, "sunset", None)
    over = {(e.source, e.target, e.kind, e.statement) for e in sunset.ending_ties} if sunset else ()
    ending = frozenset(
        at
        for at, tie in enumerate(network.ties)
        if (tie.source, tie.target, tie.kind, tie.statement) in over
    )
    brokerage = _found(analysis, "brokerage", None)
    cut_points = {each.actor: each.cut_off for each in brokerage.cut_points} if brokerage else {}
    upkeep, coverage = _found(analysis, "upkeep", None), _found(analysis, "coverage", None)
    sided = upkeep.one_sided if upkeep and upkeep.sides_known else ()
    answer = MapAnswer(
        claim=analysis.headline,
        grouping=grouping.key if grouping else None,
        apart=apart,
        standings={
            key: {group.group: group.level for group in verdict.groups}
            for key, verdict in verdicts.items()
        },
        cut_points=cut_points,
        ending=ending,
        one_sided=frozenset(frozenset((each.teller, each.other)) for each in sided),
        uncovered=find_near_gaps(coverage, network) if coverage else frozenset(),
        words={},
        groups={},
    )
    if grouping is None or len(network.nodes) < FOLD_FROM:
        return answer
    return _fold(network, analysis, grouping, answer)


def _found(analysis: Analysis, key: str, otherwise: Any) -> Any:
    return next((each.found for each in analysis.outcomes if each.key == key), otherwise)


def _fold(
    network: AffiliationNetwork, analysis: Analysis, grouping: Grouping, answer: MapAnswer
) -> MapAnswer:
    tied = {end for tie in network.ties for end in (tie.source, tie.target)}
    actors = [node for node in network.actors() if node.iri in tied]
    homes = {node.iri: _choose_home(node, grouping.key) for node in actors}
    clusters = dict(_list_clusters(analysis, homes, answer))
    homes |= {actor: key for key, members in clusters.items() for actor in members}
    blocks = dict(_list_blocks(analysis, homes, answer))
    homes |= {actor: key for key, members in blocks.items() for actor in members}
    homes |= {n.iri: COLLECTIVES for n in network.nodes if n.kind != "actor" and n.iri in tied}
    members: defaultdict[str, list[str]] = defaultdict(list)
    for node in sorted(homes):
        members[homes[node]].append(node)
    bodies = tuple(
        Body(
            key=key,
            members=tuple(nodes),
            opened=key in answer.apart or key in clusters or key in blocks,
            rim=frozenset(answer.cut_points),
        )
        for key, nodes in sorted(members.items())
    )
    labels = {group.iri: group.label for group in grouping.groups}
    labels |= {COLLECTIVES: say("pages.map.body-collectives")}
    labels |= {UNGROUPED: say("pages.map.body-unknown", grouping=grouping.label)}
    labels |= {key: say("pages.map.body-cluster") for key in clusters}
    labels |= {key: say("pages.map.body-block") for key in blocks}
    told = _count_ties(network.ties, homes, answer)
    words = {
        body.key: tuple(_tell_body(body, capitalise(labels[body.key]), told[body.key]))
        for body in bodies
    }
    words |= {
        actor: (say("pages.map.only-bridge", n=n),)
        for actor, n in answer.cut_points.items()
        if actor in homes
    }
    known = {group.iri for group in grouping.groups}
    groups = {body.key: body.key for body in bodies if body.key in known}
    return replace(answer, bodies=bodies, words=words, groups=groups)


def _choose_home(node: Node, grouping: str) -> str:
    return next(iter(node.groups(grouping)), UNGROUPED)


def _list_clusters(
    analysis: Analysis, homes: Mapping[str, str], answer: MapAnswer
) -> Iterator[tuple[str, list[str]]]:
    """Yield small clusters that may be named and are no group: they are taken out of theirs."""
    communities = _found(analysis, "communities", None)
    for community in communities.named if communities else ():
        members = [actor for actor in community.settled if actor in homes]
        sizes = Counter(homes[actor] for actor in members)
        if not sizes or len(members) > _LARGEST_CLUSTER * len(homes):
            continue
        if max(sizes.values()) <= _MOST_IN_ONE_GROUP * len(members):
            yield f"cluster-{community.number}", members


def _list_blocks(
    analysis: Analysis, homes: Mapping[str, str], answer: MapAnswer
) -> Iterator[tuple[str, list[str]]]:
    """Yield what hangs on one actor, with that actor: small blocks of no group that is apart.

    The largest comes first; one that lies in another is not told again.
    """
    brokerage, taken = _found(analysis, "brokerage", None), set[str]()
    held = [(each.actor, each.held) for each in brokerage.cut_points] if brokerage else []
    for actor, others in sorted(held, key=lambda each: (-len(each[1]), each[0])):
        members = [each for each in (actor, *others) if each in homes]
        if len(members) < _LEAST_BLOCK or len(members) > _LARGEST_CLUSTER * len(homes):
            continue
        apart = sum(homes[each] in answer.apart for each in members)
        if actor not in homes or apart > _MOST_IN_ONE_GROUP * len(members) or taken & set(members):
            continue
        taken |= set(members)
        yield f"behind-{actor}", members


@dataclass(slots=True)
class _Ties:
    inside: int = 0
    out: int = 0
    ending: int = 0


def _count_ties(
    ties: Sequence[Tie], homes: Mapping[str, str], answer: MapAnswer
) -> Mapping[str, _Ties]:
    """Count the ties between actors by body: inside, to others, and of both those that end."""
    found: defaultdict[str, _Ties] = defaultdict(_Ties)
    for at, tie in enumerate(ties):
        ends = [homes.get(tie.source), homes.get(tie.target)]
        if None in ends or COLLECTIVES in ends:
            continue
        for body in {str(end) for end in ends}:
            found[body].ending += at in answer.ending
            if ends[0] == ends[1]:
                found[body].inside += 1
            else:
                found[body].out += 1
    return found


def _tell_body(body: Body, name: Text, ties: _Ties) -> Iterator[Text]:
    n = len(body.members)
    if not body.opened:
        yield say("pages.map.body-folded", name=name, n=n)
    else:
        yield name
        yield say("pages.count.actors", n=n)
        yield say("pages.map.body-ties", inside=ties.inside, out=ties.out)
    if ties.ending:
        yield say("pages.map.body-ending", n=ties.ending)


def list_threads(
    ties: Sequence[Tie], homes: Mapping[str, str], opened: Collection[str]
) -> frozenset[int]:
    """Return the numbers of the ties that the folded picture draws one by one.

    Those are the ties inside an opened body and those that lead out of one, each where they are no
    more than can be told apart; the other ties between two bodies are a band.
    """
    pairs: defaultdict[frozenset[str], list[int]] = defaultdict(list)
    out: Counter[str] = Counter()
    for at, tie in enumerate(ties):
        pair = frozenset(filter(None, (homes.get(tie.source), homes.get(tie.target))))
        if COLLECTIVES not in pair and tie.source in homes and tie.target in homes:
            pairs[pair].append(at)
            out.update(pair if len(pair) == 2 else ())
    few = {body for body in opened if out[body] <= MOST_OUT}
    return frozenset(
        at
        for pair, numbers in pairs.items()
        if (pair & few if len(pair) == 2 else pair <= set(opened) and len(numbers) <= MOST_INSIDE)
        for at in numbers
    )


def share_ending(
    ties: Sequence[Tie], homes: Mapping[str, str], answer: MapAnswer
) -> Mapping[str, float]:
    """Return by body the share of the ties of its actors that end within a year."""
    told = _count_ties(ties, homes, answer)
    return {key: each.ending / (each.inside + each.out) for key, each in told.items()}
