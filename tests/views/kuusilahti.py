"""Kuusilahti: an invented network of 16 actors, 5 collectives and one isolate.

Factories only: each test makes what it needs, and changes what it wants to see changed. The tables of data keep one thing to a line, however long.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from eloggraph.analysis.affiliation import (
    AffiliationNetwork,
    Group,
    Grouping,
    Node,
    NodeKind,
    Tie,
    TieKind,
)
from eloggraph.analysis.analyse import Analysis, analyse
from eloggraph.analysis.norms import Norm
from eloggraph.analysis.offers import Offer
from eloggraph.analysis.question import Material
from eloggraph.analysis.questions.silos import judge_silos
from eloggraph.analysis.registry import list_questions
from eloggraph.analysis.statistics.closure import GroupTies
from eloggraph.analysis.statistics.segregation import Segregation
from eloggraph.finding import Finding, Place, Report
from eloggraph.graph.describe import Description, KnownFact, KnownSource
from eloggraph.layout.positions import lay_out
from eloggraph.text import Text
from eloggraph.views.map.render import MapModel, build_map
from eloggraph.views.report.page import ReportModel, build_report
from networks import answer_coverage

BASE = "https://w3id.org/eloggraph/data/kuusilahti/"
TITLE = Text(
    "Kuusilahden ohjausverkosto", "Kuusilahti vägledningsnätverk", "Kuusilahti guidance network"
)
AS_OF = "2026-10-01"

SECTORS = {
    "education": Text("Koulutus", "Utbildning", "Education"),
    "employment": Text("Työllisyys", "Sysselsättning", "Employment"),
    "health": Text("Sosiaali- ja terveysala", "Social- och hälsovård", "Social and health care"),
    "ngo": Text("Järjestöt", "Organisationer", "Associations"),
    "business": Text("Elinkeinoelämä", "Näringsliv", "Business"),
}
AREAS = {
    "kuusilahti": Text.same("Kuusilahti"),
    "harjuvesi": Text.same("Harjuvesi"),
    "myllykoski": Text("Myllysalo", "Kvarnsalo", "Myllysalo"),
}
TYPES = {
    "university": Text("Yliopisto", "Universitet", "University"),
    "uas": Text("Ammattikorkeakoulu", "Yrkeshögskola", "University of applied sciences"),
    "college": Text("Ammatillinen oppilaitos", "Yrkesläroanstalt", "Vocational institution"),
    "adult": Text("Kansalaisopisto", "Medborgarinstitut", "Adult education centre"),
    "city": Text("Kunta", "Kommun", "Municipality"),
    "agency": Text("Työllisyysalue", "Sysselsättningsområde", "Employment area"),
    "county": Text("Hyvinvointialue", "Välfärdsområde", "Wellbeing services county"),
    "ngo": Text("Järjestö", "Organisation", "Association"),
    "firm": Text("Yritysjärjestö", "Företagarorganisation", "Business association"),
    "ministry": Text("Ministeriö", "Ministerium", "Ministry"),
    "network": Text("Verkosto", "Nätverk", "Network"),
    "chain": Text("Palveluketju", "Servicekedja", "Service chain"),
    "body": Text("Työryhmä", "Arbetsgrupp", "Working group"),
    "project": Text("Hanke", "Projekt", "Project"),
}

# id, type, sector (None: not known), area, name in fi, sv, en
ACTORS: tuple[tuple[str, str, str | None, str | None, Text], ...] = (
    ("yliopisto", "university", "education", "kuusilahti", Text("Kuusilahden yliopisto", "Kuusilahti universitet", "University of Kuusilahti")),
    ("amk", "uas", "education", "kuusilahti", Text("Kuusilahden ammattikorkeakoulu", "Kuusilahti yrkeshögskola", "Kuusilahti University of Applied Sciences")),
    ("taitaja", "college", "education", "harjuvesi", Text("Harjuveden ammattiopisto Taitaja", "Yrkesinstitutet Taitaja i Harjuvesi", "Harjuvesi Vocational College Taitaja")),
    ("pohja", "college", "education", "myllykoski", Text("Pohjoisen Kuusimaan ammattiopisto", "Norra Kuusimaa yrkesinstitut", "Northern Kuusimaa Vocational College")),
    ("opisto", "adult", "education", "kuusilahti", Text("Kuusilahden kansalaisopisto", "Kuusilahti medborgarinstitut", "Kuusilahti Adult Education Centre")),
    ("kesa", "adult", "education", "kuusilahti", Text("Kuusimaan kesäyliopisto", "Kuusimaa sommaruniversitet", "Kuusimaa Summer University")),
    ("kansanopisto", "adult", "education", "harjuvesi", Text.same("Harju-opisto")),
    ("kuusilahti", "city", "employment", "kuusilahti", Text("Kuusilahden kaupunki", "Kuusilahti stad", "City of Kuusilahti")),
    ("harjuvesi", "city", "employment", "harjuvesi", Text("Harjuveden kunta", "Harjuvesi kommun", "Municipality of Harjuvesi")),
    ("myllysalo", "city", "employment", "myllykoski", Text("Myllysalon kaupunki", "Kvarnsalo stad", "Town of Myllysalo")),
    ("tyollisyysalue", "agency", "employment", "kuusilahti", Text("Kuusimaan työllisyysalue", "Kuusimaa sysselsättningsområde", "Kuusimaa Employment Area")),
    ("hyvinvointi", "county", "health", "kuusilahti", Text("Kuusimaan hyvinvointialue", "Kuusimaa välfärdsområde", "Wellbeing Services County of Kuusimaa")),
    ("vertaiset", "ngo", "ngo", "kuusilahti", Text.same("Vertaisohjaajat ry")),
    ("yrittajat", "firm", "business", "kuusilahti", Text("Kuusimaan Yrittäjät", "Företagarna i Kuusimaa", "Kuusimaa Entrepreneurs")),
    ("okm", "ministry", None, None, Text("Opetus- ja kulttuuriministeriö", "Undervisnings- och kulturministeriet", "Ministry of Education and Culture")),
    ("paja", "ngo", "ngo", "myllykoski", Text("Myllysalon nuorten paja", "Kvarnsalo ungdomsverkstad", "Myllysalo Youth Workshop")),
)  # fmt: skip
COLLECTIVES: tuple[tuple[str, str, Text], ...] = (
    ("ketju", "chain", Text("Osaamispolku-palveluketju", "Servicekedjan Kompetensstigen", "Skills Path service chain")),
    ("kokeilu", "network", Text("Työllisyyden kuntakokeilu", "Kommunförsöket med sysselsättning", "Municipal employment trial")),
    ("uraohjaus", "body", Text("Uraohjauksen työryhmä", "Arbetsgruppen för karriärvägledning", "Career guidance working group")),
    ("elo", "network", Text("Kuusimaan ELO-yhteistyöryhmä", "ELO-samarbetsgruppen i Kuusimaa", "Kuusimaa ELO cooperation group")),
    ("hanke", "project", Text("Osaamispolku-hanke", "Projektet Kompetensstigen", "Skills Path project")),
)  # fmt: skip
# source, target, kind, what it is called, since, until
TIES: tuple[tuple[str, str, TieKind, str, str | None, str | None], ...] = (
    ("yliopisto", "hanke", "coordination", "coordinates", "2024", "2026-12-31"),
    ("okm", "hanke", "funding", "funds", "2024", "2026-12-31"),
    *((actor, "hanke", "membership", "member", "2024", "2026-12-31")
      for actor in ("amk", "taitaja", "pohja", "opisto", "kesa", "kansanopisto")),
    ("yliopisto", "ketju", "coordination", "coordinates", None, None),
    *((actor, "ketju", "provision", "provides", None, None)
      for actor in ("amk", "taitaja", "pohja", "opisto", "kesa")),
    *((actor, "kokeilu", "membership", "member", "2025-03", None)
      for actor in ("kuusilahti", "harjuvesi", "myllysalo")),
    ("tyollisyysalue", "kokeilu", "coordination", "coordinates", "2025-03", None),
    ("taitaja", "uraohjaus", "coordination", "coordinates", None, None),
    *((actor, "uraohjaus", "membership", "member", None, None)
      for actor in ("amk", "yliopisto", "pohja", "tyollisyysalue")),
    *((actor, "elo", "membership", "member", None, None)
      for actor in ("yliopisto", "amk", "tyollisyysalue", "hyvinvointi", "vertaiset", "kuusilahti")),
    ("tyollisyysalue", "hyvinvointi", "link", "works", "2025", None),
    ("tyollisyysalue", "amk", "link", "works", None, None),
    ("hyvinvointi", "vertaiset", "link", "works", None, "2027"),
    ("paja", "myllysalo", "link", "works", None, None),
    ("ketju", "kokeilu", "link", "supports", None, None),
)  # fmt: skip
LABELS = {
    "coordinates": Text("koordinoi", "samordnar", "coordinates"),
    "funds": Text("rahoittaa", "finansierar", "funds"),
    "member": Text("on jäsenenä", "är medlem", "is a member"),
    "provides": Text("tuottaa palveluja", "producerar tjänster", "provides services"),
    "works": Text("tekee yhteistyötä", "samarbetar", "cooperates"),
    "supports": Text("tukee", "stöder", "supports"),
}


def iri(name: str) -> str:
    """Return the IRI of a node, a sector or an area of Kuusilahti."""
    return BASE + name


def make_node(name: str, kind: NodeKind, type_: str, label: Text, **groups: str | None) -> Node:
    memberships = tuple((key, iri(f"{key}/{group}")) for key, group in groups.items() if group)
    return Node(iri=iri(name), label=label, kind=kind, type=TYPES[type_], group_pairs=memberships)


def make_groupings() -> tuple[Grouping, ...]:
    sets = (
        ("sector", Text("Sektori", "Sektor", "Sector"), SECTORS),
        ("area", Text("Kunta", "Kommun", "Municipality"), AREAS),
    )
    return tuple(
        Grouping(
            key=key,
            label=label,
            groups=tuple(Group(iri=iri(f"{key}/{at}"), label=text) for at, text in groups.items()),
        )
        for key, label, groups in sets
    )


def make_network(**changes: Any) -> AffiliationNetwork:
    """Return the network; ``changes`` replace fields of it."""
    nodes = [
        *(make_node(n, "actor", t, label, sector=s, area=a) for n, t, s, a, label in ACTORS),
        *(make_node(n, "collective", t, label) for n, t, label in COLLECTIVES),
    ]
    ties = [
        Tie(
            source=iri(source),
            target=iri(target),
            kind=kind,
            label=LABELS[label],
            since=since,
            until=until,
        )
        for source, target, kind, label, since, until in TIES
    ]
    network = AffiliationNetwork(
        nodes=tuple(sorted(nodes, key=lambda node: node.iri)),
        ties=tuple(sorted(ties, key=lambda tie: (tie.source, tie.target, tie.kind))),
        groupings=make_groupings(),
    )
    return replace(network, **changes)


def rename(network: AffiliationNetwork, names: dict[str, Text]) -> AffiliationNetwork:
    """Return the network with other names for some nodes, by their short names."""
    wanted = {iri(name): label for name, label in names.items()}
    nodes = (replace(node, label=wanted.get(node.iri, node.label)) for node in network.nodes)
    return replace(network, nodes=tuple(nodes))


def describe_nodes() -> dict[str, Description]:
    """Describe every node: a fact or two, and one source."""
    source = Text(
        "Kuusilahden verkostokartoitus 2026",
        "Nätverkskartläggning i Kuusilahti 2026",
        "Kuusilahti network survey 2026",
    )
    names = [name for name, *_ in (*ACTORS, *COLLECTIVES)]
    described = {
        iri(name): Description(
            facts=(
                KnownFact(
                    name=Text("Tunnus", "Beteckning", "Identifier"), values=(Text.same(name),)
                ),
            ),
            sources=(KnownSource(text=source, place=Place(file="actors.csv", row=row)),),
        )
        for row, name in enumerate(names, start=2)
    }
    described[iri("tyollisyysalue")] = Description(
        facts=(
            KnownFact(
                name=Text("Toimialue", "Verksamhetsområde", "Area"), values=tuple(AREAS.values())
            ),
            KnownFact(
                name=Text("Palvelut", "Tjänster", "Services"),
                values=(
                    Text("Uraohjaus", "Karriärvägledning", "Career guidance"),
                    Text("Ryhmäohjaus", "Gruppvägledning", "Group guidance"),
                ),
            ),
            KnownFact(
                name=Text("Verkkosivu", "Webbplats", "Website"),
                values=(Text.same("https://example.org/tyollisyysalue"),),
            ),
        ),
        sources=(
            KnownSource(text=source, place=Place(file="actors.csv", row=12)),
            KnownSource(text=source, place=Place(file="links.csv", row=3)),
        ),
    )
    return described


TARGET_GROUPS = {
    "young": Text("Alle 30-vuotiaat", "Personer under 30 år", "People under 30"),
    "foreign": Text("Vieraskieliset työnhakijat", "Arbetssökande med främmande språk", "Job seekers with a foreign language"),
    "changers": Text("Uramuutosta suunnittelevat", "Personer som planerar karriärbyte", "People planning a career change"),
    "returners": Text("Työelämään palaavat", "Personer som återgår till arbetslivet", "People returning to working life"),
}  # fmt: skip
SERVICES = {
    "coach": Text("Omavalmennus", "Personlig handledning", "Personal coaching"),
    "career": Text("Uraohjaus", "Karriärvägledning", "Career guidance"),
    "group": Text("Ryhmäohjaus", "Gruppvägledning", "Group guidance"),
}


def make_coverage(*, norms: bool = True) -> Callable[[str], list[dict[str, str]]]:
    """Answer the queries of coverage so that every state occurs; without norms none is missing."""
    offers = [
        ("young", "kuusilahti", "coach", "tyollisyysalue", None),
        ("young", "kuusilahti", "career", "amk", None),
        ("young", "harjuvesi", "coach", "tyollisyysalue", None),
        ("young", "myllykoski", "group", "paja", "2026-12-31"),
        ("foreign", "kuusilahti", "career", "opisto", None),
        ("changers", "kuusilahti", "career", "amk", None),
        ("changers", "kuusilahti", "career", "yliopisto", None),
    ]
    rules = [
        ("foreign", "harjuvesi", True, "2026-03"),
        ("foreign", "myllykoski", True, None),
        ("returners", "myllykoski", False, None),
        ("returners", "kuusilahti", True, "2026-03"),
        *((("young", at, True, "2026-03")) for at in ("kuusilahti", "harjuvesi", "myllykoski")),
    ]
    return answer_coverage(
        [
            Offer(
                target_group=iri(group),
                area=iri(f"area/{area}"),
                service=iri(f"services/{service}"),
                provider=iri(provider),
                until=until,
            )
            for group, area, service, provider, until in offers
        ],
        [
            Norm(target_group=iri(group), area=iri(f"area/{area}"), required=need, surveyed=asked)
            for group, area, need, asked in rules
            if norms
        ],
        [Group(iri=iri(at), label=label) for at, label in TARGET_GROUPS.items()],
        [Group(iri=iri(f"area/{at}"), label=label) for at, label in AREAS.items()],
    )


def make_segregation(**changes: Any) -> Segregation:
    """Return numbers that are clear enough for a verdict."""
    numbers: dict[str, Any] = {
        "actors": 32, "ungrouped": 2, "ties": 67, "inferred": 10, "external": 23, "internal": 44,
        "groups": tuple(
            GroupTies(
                group=g, actors=8, internal=11, external=6, expected=4.0, expected_by_degree=5.0,
                residual=5.0, p=0.0001, p_adjusted=0.0005, visible_share=0.6,
            )
            for g in "abcd"
        ),
        "index": -0.313, "expected": 0.2, "interval": (-0.02, 0.41), "p_two_sided": 0.0002,
        "p_lower": 0.0001, "assortativity": 0.52, "labellings": 10_000, "exact": False, "seed": 0,
    }  # fmt: skip
    return Segregation(**numbers | changes)


def make_analysis(*, measurable: bool = True, norms: bool = True) -> Analysis:
    """Return an analysis of Kuusilahti, with a verdict on silos or with too little data for one."""
    material = Material(
        network=make_network(),
        on=date(2026, 10, 1),
        ask=make_coverage(norms=norms),
        labels={
            **{iri(at): label for at, label in TARGET_GROUPS.items()},
            **{iri(f"area/{at}"): label for at, label in AREAS.items()},
        },
        permutations=100,
    )
    analysis = analyse(material)
    if not measurable:
        return analysis
    sector, area = make_groupings()
    middle = make_segregation(
        index=0.12, p_lower=0.4, p_two_sided=0.8, assortativity=0.05,
        groups=tuple(
            GroupTies(group=g, actors=8, internal=5, external=12, p=0.5, visible_share=0.6)
            for g in "abcd"
        ),
    )  # fmt: skip
    return answer_otherwise(
        analysis, "silos", (judge_silos(sector, make_segregation()), judge_silos(area, middle))
    )


def answer_otherwise(analysis: Analysis, key: str, found: object) -> Analysis:
    """Return the analysis as it would be if one question had found something else."""
    question = next(each for each in list_questions() if each.key == key)
    told = replace(question, measure=lambda _: found).answer(
        Material(network=make_network(), on=date(2026, 10, 1), permutations=100)
    )
    outcomes = (told if outcome.key == key else outcome for outcome in analysis.outcomes)
    return replace(analysis, outcomes=tuple(outcomes))


def make_finding(**changes: Any) -> Finding:
    """Return one finding with a full place."""
    fields: dict[str, Any] = {
        "code": "dangling-reference",
        "severity": "violation",
        "message": Text("Viite ei johda mihinkään.", "Hänvisningen leder ingenstans.", "The reference leads nowhere."),
        "remedy": Text("Lisää rivi tai korjaa tunnus.", "Lägg till raden eller rätta beteckningen.", "Add the row or correct the identifier."),
        "place": Place(file="links.csv", row=12, column="to"),
        "focus": iri("links/a"), "path": iri("to"), "value": "amkk", "shape": None,
    }  # fmt: skip
    return Finding(**fields | changes)


def make_findings() -> Report:
    """Return a report of findings, one of each severity."""
    return Report(
        findings=(
            make_finding(),
            make_finding(code="missing-label", severity="warning", place=Place(file="network.xlsx", sheet="Palvelut", row=3)),
            make_finding(code="unused-table", severity="info", place=None),
        )
    )  # fmt: skip


def make_map(network: AffiliationNetwork | None = None, **changes: Any) -> MapModel:
    """Return the map's model; ``changes`` replace fields of it."""
    found = network or make_network()
    notice = Text("keksitty esimerkki", "påhittat exempel", "invented example")
    model = build_map(
        found, lay_out(found, seed=0), describe_nodes(), title=TITLE, as_of=AS_OF, seed=0,
        notices=(notice,),
    )  # fmt: skip
    return replace(model, **changes)


def make_report(analysis: Analysis | None = None, findings: Report | None = None) -> ReportModel:
    """Return the report's model."""
    return build_report(
        analysis or make_analysis(),
        make_findings() if findings is None else findings,
        make_map(),
        title=TITLE,
        description=Text(
            "Keksityn Kuusimaan maakunnan ohjauspalvelut ja niiden tuottajat.",
            "Vägledningstjänsterna i det påhittade landskapet Kuusimaa och deras producenter.",
            "The guidance services of the invented region of Kuusimaa and those who provide them.",
        ),
        as_of=AS_OF,
        sources=(
            Text("Verkostokartoitus 2026", "Nätverkskartläggning 2026", "Network survey 2026"),
        ),
        versions={"eloggraph": "0.1.0", "networkx": "3.6.1"},
        names={iri(f"services/{at}"): label for at, label in SERVICES.items()},
    )
