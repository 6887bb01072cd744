"""Who works with whom: networks, forums, projects, links, and organisations that change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations, pairwise
from typing import Any

from eloggraph.example.region import YEARS, Actor, Region
from eloggraph.example.tables import Rows
from eloggraph.example.words import join, name, read_words

LINKS_PER_ACTOR = 20 / 3
TYPES = {
    "information-sharing": 30,
    "referral": 20,
    "shared-customers": 12,
    "joint-planning": 12,
    "joint-development": 10,
    "support": 7,
    "joint-provision": 5,
    "training": 4,
}
INTENSITIES = {"communication": 50, "co-operation": 32, "co-ordination": 18}
# What makes a link the one it is: no two have all of them alike.
ENDS = ("from", "to", "type")
PROJECTS, ENDED, LARGEST_PROJECT = 10, 2, 20
INSTRUMENTS = ("esf", "government-grant")
RENAMED, MERGED = "2024-08-01", "2025-01-01"
# Chance that an end of a new link is drawn by how many links an actor has already.
PREFERENTIAL = 0.6
# So many of the first silo have answered themselves; of these pairs only the first tells.
ANSWERED, SILENT = 8, ((1, 2), (4, 5), (6, 7))
ANSWERED_ON = f"{YEARS[-1]}-10-15"


class Links:
    """The links drawn so far: no two are of the same ends and type."""

    def __init__(self, region: Region) -> None:
        self.region = region
        self.keys: set[tuple[str, str, str]] = set()
        self.reserved: set[frozenset[str]] = set()
        self.answers: dict[str, str] = {}
        self.silent: dict[frozenset[str], str] = {}

    def tell(self, pair: Sequence[str]) -> str:
        """Return the answers that tell of a link; empty where neither of the two has answered."""
        silent = self.silent.get(frozenset(pair))
        own = {end: self.answers[end] for end in pair if end in self.answers and end != silent}
        return join([own[end] for end in sorted(own)])

    def draw(
        self, pair: Sequence[str], project: str = "", until: str = "", since: str = ""
    ) -> Rows:
        """Yield a link between two actors, or nothing when it would be there twice."""
        rng = self.region.rng
        type_ = rng.choices(list(TYPES), list(TYPES.values()))[0]
        intensity = rng.choices(list(INTENSITIES), list(INTENSITIES.values()))[0]
        start = since or f"{rng.choice(YEARS)}-{rng.randint(1, 12):02d}-01"
        key = (pair[0], pair[1], type_)
        if pair[0] != pair[1] and key not in self.keys:
            self.keys.add(key)
            yield (
                "link",
                {
                    **dict(zip(ENDS, key, strict=True)),
                    "intensity": intensity,
                    "project": project,
                    "since": start,
                    "until": until,
                    "told": self.tell(pair),
                },
            )


def draw_collectives(region: Region) -> Rows:
    """Yield the ELO group, its forums, the networks of the silos, and who is a member of what."""
    rng, words, since = region.rng, read_words(), f"{YEARS[0]}-01-01"
    middle = [actor.id for actor in region.members["middle"]]
    elo = region.own("elo")
    whole = {"level": "regional", "areas": region.id, "since": since}
    yield "network", {"id": elo, "kind": "EloGroup", "label": region.label("elo"), **whole}
    first = {actor.sector: actor.id for actor in region.members["middle"]}
    others = rng.sample(middle, min(12, len(middle)))
    yield from _enrol(elo, list(dict.fromkeys([*first.values(), *others])))
    for circle, silo in words["silos"].items():
        network = region.own(f"verkosto-{circle}")
        label = name(silo["network"], **region.says)
        yield "network", {"id": network, "kind": "Network", "label": label, **whole}
        yield from _enrol(network, [actor.id for actor in region.members[circle]])
    for turn in range(1, max(3, region.actors // 22) + 1):
        forum = region.own(f"foorumi-{turn}")
        label = region.label("forum", n=turn)
        yield (
            "body",
            {
                "id": forum,
                "label": label,
                "network": elo,
                "type": "forum",
                "frequency": rng.choice(("quarterly", "yearly")),
                "since": since,
            },
        )
        yield from _enrol(forum, rng.sample(middle, min(len(middle), rng.randint(6, 24))))


def _enrol(collective: str, members: Sequence[str]) -> Rows:
    for turn, member in enumerate(members):
        role = "m-jasen" if turn else "m-puheenjohtaja"
        ends = {"actor": member, "organization": collective, "role": role}
        yield "membership", {**ends, "since": f"{YEARS[0]}-01-01"}


def draw_projects(region: Region, truth: dict[str, Any], links: Links) -> Rows:
    """Yield projects and the links made in them, which end with them.

    The pairs of the projects that have ended by the last year have no other link.
    """
    rng, truth["ended_projects"] = region.rng, {}
    funders = [actor.id for actor in region.members["middle"] if actor.kind == "PublicAuthority"]
    middle = [actor.id for actor in region.members["middle"]]
    for turn in range(1, PROJECTS + 1):
        id_ = region.own(f"hanke-{turn}")
        since, until = f"{YEARS[0]}-03-01", f"{YEARS[1 if turn <= ENDED else 2]}-12-31"
        members = rng.sample(middle, min(len(middle), rng.randint(6, 9)))
        yield (
            "project",
            {
                "id": id_,
                "label": region.label("project", n=turn),
                "coordinator": members[0],
                "participants": join(sorted(members)),
                "areas": region.id,
                "goals": region.own("tavoite-1"),
                "since": since,
                "until": until,
            },
        )
        amount = rng.randint(5, 90) * 10_000
        paid = {"funder": rng.choice(funders), "instrument": rng.choice(INSTRUMENTS)}
        yield "funding", {"project": id_, **paid, "amount": amount}
        pairs = list(combinations(sorted(members), 2))
        made = []
        for pair in sorted(rng.sample(pairs, min(len(pairs), LARGEST_PROJECT))):
            if frozenset(pair) not in links.reserved:
                made += list(links.draw(pair, id_, until, since))
        yield from made
        if turn <= ENDED:
            keys = [[str(row[end]) for end in ENDS] for _, row in made]
            links.reserved |= {frozenset(key[:2]) for key in keys}
            truth["ended_projects"][id_] = {"until": until, "ties": keys}


def draw_links(region: Region, truth: dict[str, Any], links: Links) -> Rows:
    """Yield the other links: within the silos and the fringe, over the bridges, in the middle."""
    rng, members = region.rng, region.members
    middle = [actor.id for actor in members["middle"]]
    truth["silos"], truth["bridging_actors"] = [], []
    yield from _ask_first_silo(region, truth, links)
    total = round(region.actors * LINKS_PER_ACTOR)
    for circle in ("a", "b", "fringe"):
        own = [actor.id for actor in members[circle]]
        yield from _draw_within(links, own)
        bridge, far = own[0], rng.sample(middle, min(6, len(middle)))
        for other in far:
            yield from links.draw((bridge, other))
        truth["bridging_actors"].append(bridge)
        if circle != "fringe":
            truth["silos"].append({"sector": members[circle][0].sector, "actors": own})
    truth["false_silo"] = _describe_false_silo(members)
    ends: list[str] = list(middle)
    for actor in middle:  # nobody hangs on one link by chance
        for other in rng.sample(middle, 2):
            if frozenset((actor, other)) not in links.reserved:
                yield from links.draw((actor, other))
    for _ in range(total * 50):  # a small middle may have no room for them all
        if len(links.keys) >= total:
            break
        pair = [rng.choice(ends if rng.random() < PREFERENTIAL else middle) for _ in range(2)]
        if frozenset(pair) not in links.reserved:
            ends += pair
            yield from links.draw(pair)


def _ask_first_silo(region: Region, truth: dict[str, Any], links: Links) -> Rows:
    """Yield the answers of some actors, each a source, and plant ties that only one tells of."""
    asked = region.members["a"][:ANSWERED]
    for turn, actor in enumerate(asked, start=1):
        links.answers[actor.id] = region.own(f"vastaus-{turn}")
        label = actor.row["label"]
        assert isinstance(label, Mapping)  # a name in each language
        words = read_words()["names"]["answer"]
        yield (
            "source",
            {
                "id": links.answers[actor.id],
                "label": {tag: words[tag].format(name=label[tag]) for tag in label},
                "publisher": label["fi"],
                "issued": ANSWERED_ON,
                "description": dict.fromkeys(label, ""),
            },
        )
    pairs = [(asked[one].id, asked[other].id) for one, other in SILENT if other < len(asked)]
    links.silent = {frozenset(pair): pair[1] for pair in pairs}
    truth["one_sided_ties"] = [list(pair) for pair in pairs]


def _draw_within(links: Links, own: Sequence[str]) -> Rows:
    rng = links.region.rng
    for first, second in pairwise(own):  # so that the circle holds together
        yield from links.draw((first, second))
    for actor in own:
        for other in rng.sample(own, min(9, len(own) - 1)):
            yield from links.draw((actor, other))


def _describe_false_silo(members: dict[str, list[Actor]]) -> dict[str, Any]:
    levels = [actor.row["level"] for circle in members.values() for actor in circle]
    return {
        "grouping": "level",
        "group": "local",
        "share": round(levels.count("local") / len(levels), 3),
    }


def draw_changes(region: Region, truth: dict[str, Any], links: Links) -> Rows:
    """Yield an organisation that gets a new name, two that become one, and their links."""
    rng, words = region.rng, read_words()
    place, says = rng.choice(list(region.places.items()))
    middle = [actor.id for actor in region.members["middle"]]
    ids = {key: region.own(f"muutos-{key}") for key in "abcde"}
    lives = {
        "a": ("before_renaming", "", RENAMED),
        "b": ("after_renaming", RENAMED, ""),
        "c": ("merged_first", "", MERGED),
        "d": ("merged_second", "", MERGED),
        "e": ("merged_result", MERGED, ""),
    }
    for key, (entry, since, until) in lives.items():
        label = name(words["names"][entry], **says)
        yield (
            "actor",
            {
                "id": ids[key],
                "kind": "EducationProvider",
                "label": label,
                "type": "adult-education-centre",
                "sector": "education",
                "level": "local",
                "areas": place,
                "since": since or "1985-01-01",
                "until": until,
            },
        )
        for other in rng.sample(middle, 4):
            yield from links.draw((ids[key], other), "", until, since or f"{YEARS[0]}-01-01")
    events = {"renaming": (["a"], "b", RENAMED), "merger": (["c", "d"], "e", MERGED)}
    truth["changes"] = []
    for type_, (before, after, day) in events.items():
        old = [ids[key] for key in before]
        yield (
            "change",
            {
                "id": region.own(f"tapahtuma-{type_}"),
                "label": region.label(type_),
                "type": type_,
                "original": join(old),
                "resulting": ids[after],
                "date": day,
            },
        )
        truth["changes"].append({"type": type_, "from": old, "to": ids[after], "date": day})
