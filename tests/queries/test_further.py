"""Ten further questions of a coordinator, each with its whole answer worked out by hand.

What lies in an area, what only is to be, how many were served, who is short of whom, what the law
demands, whether a criterion is met, what several projects made, where two sources differ, what is
given in which language, and what became of an office.
"""

from __future__ import annotations

from pathlib import Path

import pytest

import eloggraph
from eloggraph.api.network import Network

NAMES = "label@fi,label@sv,label@en"


def settings(name: str, uses: str = "") -> str:
    return (
        f'id = "{name}"\nbase = "https://example.org/{name}/"\nlicence = "https://example.org/l"\n'
        f'date = "2026-01-01"\ntitle = {{ fi = "V", sv = "N", en = "N" }}\n{uses}\n'
        'description = { fi = "k", sv = "b", en = "d" }\n'
    )


OTHER = {
    "sources": f"id,{NAMES}\nt,Toinen,Andra,Second\n",
    "regions": f"id,{NAMES}\n97,Maa,Landskap,Region\n",
    "indicators": f"id,{NAMES},unit\ni,Käynnit,Besök,Visits,visit\n",
    "observations": "indicator,area,observed,value,source\ni,97,2025,12,t\ni,97,2024,5,t\n",
    "shortages": "industry,area,balance,source\nict,97,surplus,t\nconstruction,97,,t\n",
}
OWN = {
    "sources": f"id,{NAMES}\ns,Yksi,Ett,First\n",
    "municipalities": f"id,{NAMES},region\n901,Aho,Aho,Aho,97\n902,Bro,Bro,Bro,97\n903,Civ,Civ,Civ,97\n",
    "areas": (
        f"id,{NAMES},type,contains,since,until\n"
        "e,Työ,Arbete,Work,employment-area,901|902,2025,\nk,Ely,Ntm,Ely,ely-area,97,2010,2025\n"
    ),
    "actors": f"id,kind,{NAMES}\nx,PublicAuthority,Virasto,Ämbetsverk,Office\ny,,Uusi,Ny,New\n",
    "projects": f"id,{NAMES},since,until\np,Hanke,Projekt,Project,2020,2024\nq,Jatko,Mera,More,2021,\n",
    "target_groups": f"id,{NAMES}\ng,Nuoret,Unga,Young\nh,Muut,Övriga,Others\n",
    "services": (
        f"id,{NAMES},areas,forms,target_groups,languages,project,status,since,until\n"
        "a,Neuvo,Råd,Advice,901,guidance,g,fi|sv,p|q,,2024,\n"
        "b,Tuki,Stöd,Support,903,guidance,g,,p,planned,2027,\n"
        "c,Apu,Hjälp,Help,902,guidance,h,se,,,,\n"
    ),
    "links": "from,to,type,status\nx,y,referral,ended\n",
    "policy_documents": f"id,{NAMES}\nd,Laki,Lagen,Act\n",
    "norms": (
        "target_group,area,form,required,based_on\n"
        "g,e,guidance,true,d\nh,903,guidance,true,d\nh,902,guidance,false,d\nh,901,guidance,true,\n"
    ),
    "observations": "indicator,area,observed,about,value,source\ni,97,2025,,10,s\ni,97,2024,,5,s\ni,97,2025,a,7,s\n",
    "shortages": "industry,occupation,area,balance,source\nict,,97,,s\n,2221,97,balance,s\nconstruction,,97,shortage,s\n",
    "quality_criteria": f"id,{NAMES},applies_to\nr,Palaute,Respons,Feedback,a\n",
    "criterion_results": "criterion,about,result,observed\nr,a,met,2025\n",
    "change_events": f"id,{NAMES},type,date,original,resulting\nm,Muutos,Ändring,Change,merger,2026-01-01,x,y\n",
}
ANSWERS = {
    "municipalities-of-areas": (
        ("area", "type", "municipality", "until"),
        [
            ("Ely", "ELY area", "Aho", "2025"),
            ("Ely", "ELY area", "Bro", "2025"),
            ("Ely", "ELY area", "Civ", "2025"),
            ("Region", "", "Aho", ""),
            ("Region", "", "Bro", ""),
            ("Region", "", "Civ", ""),
            ("Work", "employment area", "Aho", ""),
            ("Work", "employment area", "Bro", ""),
        ],
    ),
    "status-of-services-and-links": (
        ("status", "fact", "since"),
        [
            ("ended", "Office – New", ""),
            ("in force", "Advice", "2024"),
            ("in force", "Help", ""),
            ("planned", "Support", "2027"),
        ],
    ),
    "observations-of-things": (("about", "indicator", "value"), [("Advice", "Visits", "7")]),
    "labour-balance": (
        ("balance", "industry", "occupation"),
        [
            ("balance", "", "2221"),
            ("shortage", "construction", ""),
            ("shortage", "construction", ""),
            ("shortage", "information and communication technology (ICT)", ""),
            ("surplus", "information and communication technology (ICT)", ""),
        ],
    ),
    # Support is only planned and in no part of the area; Help is in another area than the norm of
    # its group; a norm that rests on nothing, or demands nothing, is no answer
    "services-by-law": (
        ("decision", "target_group", "area", "service"),
        [("Act", "Others", "Civ", ""), ("Act", "Young", "Work", "Advice")],
    ),
    "criteria-and-results": (("criterion", "about", "result"), [("Feedback", "Advice", "met")]),
    "outputs-of-several-projects": (
        ("output", "projects", "project"),
        [("Advice", "2", "More"), ("Advice", "2", "Project")],
    ),
    # the value of 2024 and the shortage of builders are told alike; the value of one service has
    # nothing to be held against
    "facts-told-differently": (
        ("what", "area", "told", "told_otherwise", "source", "other_source"),
        [
            (
                "information and communication technology (ICT)",
                "Region",
                "surplus",
                "shortage",
                "Second",
                "First",
            ),
            ("Visits", "Region", "12", "10", "Second", "First"),
        ],
    ),
    "services-by-language": (
        ("language", "service"),
        [("fi", "Advice"), ("se", "Help"), ("sv", "Advice")],
    ),
    "organisation-changes": (
        ("date", "ceased", "taken_over_by"),
        [("2026-01-01", "Office", "New")],
    ),
}


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory) -> Network:
    folder = tmp_path_factory.mktemp("further")
    for name, uses, tables in (("a", "", OTHER), ("b", 'uses = ["../a"]', OWN)):
        (folder / name).mkdir()
        (folder / name / "network.toml").write_text(settings(name, uses), "utf-8")
        for table, text in tables.items():
            (folder / name / f"{table}.csv").write_text(text, "utf-8")
    return eloggraph.open(folder / "b")


def test_the_networks_have_no_errors(network: Network) -> None:
    told = [each for each in network.check().findings if each.severity == "violation"]
    assert [(each.place, each.message.en) for each in told] == []


@pytest.mark.parametrize("name", ANSWERS)
def test_the_answer_is_the_one_worked_out_by_hand(network: Network, name: str) -> None:
    columns, expected = ANSWERS[name]
    rows = [tuple(row.get(c, "") for c in columns) for row in network.query(name, "en").dicts()]
    assert sorted(rows) == sorted(expected)


def test_a_service_whose_languages_nobody_wrote_down_is_listed(tmp_path: Path) -> None:
    (tmp_path / "network.toml").write_text(settings("a"), "utf-8")
    (tmp_path / "services.csv").write_text(f"id,{NAMES}\na,Neuvo,Råd,Advice\n", "utf-8")
    rows = list(eloggraph.open(tmp_path).query("services-by-language", "sv").dicts())
    assert [(row["service"], "language" in row) for row in rows] == [("Råd", False)]
