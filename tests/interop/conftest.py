"""A small network made of tables, and the official files that it is held against."""

import os
from pathlib import Path

import pytest

from eloggraph.api.network import Network
from eloggraph.api.opening import open_network

REPOSITORY = Path(__file__).resolve().parents[2]
REFERENCE = Path(os.environ.get("ELOGGRAPH_REFERENCE_DATA", REPOSITORY.parent / "shared" / "data"))

TABLES = {
    "network.toml": (
        'id = "koe"\nbase = "https://example.org/koe/"\ndate = "2025-06-30"\npublisher = "Gradia"\n'
        'licence = "https://creativecommons.org/licenses/by/4.0/"\nlanguages = ["sv", "fi"]\n'
        'title = { fi = "Koeverkosto", sv = "Provnätverket" }\ndescription = { fi = "Kokeeksi." }\n'
        '[catalogue]\npage = "https://example.org/koe"\ncontact = "mailto:elo@example.org"\n'
        'downloads = ["https://example.org/koe.ttl", "https://example.org/koe.csv"]\n'
        'keywords = { fi = ["Ohjaamo"], sv = ["Navigatorn"] }\n'
        '[citation]\ncreators = ["Koeverkoston ELO-ryhmä <https://ror.org/05k89ew48>", "Gradia"]\n'
        'doi = "10.5281/zenodo.1"\nversion = "2"\npublished = 2025-07-01\n'
    ),
    "regions.csv": "id,label@fi,label@sv\n13,Keski-Suomi,Mellersta Finland\n",
    "municipalities.csv": "id,label@fi,label@sv,region\n179,Jyväskylä,Jyväskylä,13\n",
    "target_groups.csv": "id,label@fi,label@sv,label@en\nnuoret,Nuoret,Unga,Young people\n",
    # Neither the university nor the association is a public authority; the ministry has no
    # place, and the agency is national.
    "actors.csv": (
        "id,kind,label@fi,label@sv,label@en,type,level,areas,homepage,business_id,since,description@fi\n"
        "kaupunki,PublicAuthority,Jyväskylän kaupunki,Jyväskylä stad,City of Jyväskylä,"
        "municipality,local,179,https://www.jyvaskyla.fi,0174666-4,,Työllisyyspalvelujen järjestäjä.\n"
        "ministerio,PublicAuthority,Ministeriö,Ministeriet,Ministry,ministry,,,,,,\n"
        "virasto,PublicAuthority,Virasto,Ämbetsverket,Agency,state-agency,national,,,,,\n"
        "uusi,PublicAuthority,Uusi virasto,Nya verket,New agency,state-agency,national,,,,2026-01-01,\n"
        "yliopisto,EducationProvider,Yliopisto,Universitetet,University,university,,13,,,,\n"
        "yhdistys,,Nuorten yhdistys,Ungdomsföreningen,Youth association,ngo,,179,,,,\n"
    ),
    "networks.csv": (
        "id,kind,label@fi,label@sv,label@en,members,areas\n"
        "elo,EloGroup,Keski-Suomen ELO-ryhmä,ELO-gruppen,ELO group,kaupunki|yhdistys|yliopisto,13\n"
    ),
    "bodies.csv": (
        "id,label@fi,label@sv,label@en,network,type\n"
        "johtoryhma,Johtoryhmä,Ledningsgruppen,Management group,elo,steering-group\n"
    ),
    "roles.csv": "id,label@fi,label@sv,type\nsihteeri,Sihteeri,Sekreterare,secretary\n",
    # The agency is in the group by a membership alone, and was in the body until last year.
    "memberships.csv": (
        "actor,organization,role,since,until\n"
        "virasto,elo,sihteeri,2020,\nvirasto,johtoryhma,sihteeri,2020,2024\n"
    ),
    "projects.csv": (
        "id,label@fi,label@sv,coordinator,participants,since,until\n"
        "hanke,Hanke,Projektet,yliopisto,yhdistys,2024,2026\n"
    ),
    "platforms.csv": (
        "id,label@fi,label@sv,maintainers,page\n"
        "verkko,Verkko-Ohjaamo,Nätnavigatorn,yhdistys,https://verkko.example.org\n"
        "koski,Koski,Koski,virasto,\n"
    ),
    "transitions.csv": (
        "id,label@fi,label@sv\nperuskoulusta,Peruskoulusta eteenpäin,Vidare från grundskolan\n"
    ),
    "service_points.csv": (
        "id,label@fi,label@sv,maintainers,area,address\n"
        "piste,Ohjaamon piste,Navigatorns kontor,kaupunki,179,Katu 1\n"
    ),
    # The university takes part in the change as well, but is no public authority.
    "change_events.csv": (
        "id,label@fi,label@sv,original,resulting,date,description@fi\n"
        "siirto,Palvelujen siirto,Överföringen,virasto|yliopisto,kaupunki,2025-01-01,Siirto.\n"
    ),
    # Two services have no authority, advice has one without a place, coaching no description, and the
    # old one has ended. No kind is given: that a service is public follows from its authority.
    "services.csv": (
        "id,kind,label@fi,label@sv,label@en,providers,authority,areas,forms,needs,target_groups,"
        "transitions,available_through,channels,languages,classes,production,until,status,description@fi\n"
        "ohjaamo,,Ohjaamo,Navigatorn,One-Stop Guidance Centre,"
        "kaupunki|yhdistys|elo,kaupunki|virasto,179,guidance,career-choice,nuoret,peruskoulusta,"
        "piste|verkko,in-person|phone,fi|sv,P10.2,own,,in-force,Neuvontaa ja ohjausta nuorille.\n"
        "opintopolku,PublicGuidanceService,Opintopolku,Studieinfo,Studyinfo,"
        "virasto,virasto,,information,,nuoret,,,,,,,,,Tietoa koulutuksesta.\n"
        "uraohjaus,GuidanceService,Uraohjaus,Karriärvägledning,Career guidance,"
        "yliopisto,,13,guidance,,nuoret,,,,,,,,,Ohjausta opiskelijoille.\n"
        "neuvonta,PublicGuidanceService,Neuvonta,Rådgivning,Advice,"
        "yliopisto,ministerio,13,advice,,nuoret,,,,,,,,,Neuvontaa kaikille.\n"
        "valmennus,,Valmennus,Coachning,Coaching,"
        "kaupunki,kaupunki,179,guidance,,nuoret,,,,,,,,,\n"
        "vanha,,Vanha,Gamla,Old one,kaupunki,kaupunki,179,guidance,,nuoret,,,,,,,2024-12-31,,Entinen.\n"
        "toive,,Toive,Önskan,Wish,kaupunki,kaupunki,179,guidance,,nuoret,,,,,,,,wished,Toivottu.\n"
    ),
    "chains.csv": (
        "id,label@fi,label@sv,coordinator,providers,authority,areas,target_groups,description@fi\n"
        "ketju,Ketju,Kedjan,yliopisto,kaupunki,kaupunki,179,nuoret,Palvelut peräkkäin.\n"
    ),
    "steps.csv": (
        "id,label@fi,label@sv,chain,order,service,next\n"
        "vaihe-1,Alku,Början,ketju,1,ohjaamo,vaihe-2\nvaihe-2,Jatko,Fortsättningen,ketju,2,uraohjaus,\n"
    ),
}


def write_tables(folder: Path, tables: dict[str, str]) -> Network:
    folder.mkdir(exist_ok=True)
    for name, text in tables.items():
        (folder / name).write_text(text, encoding="utf-8")
    return open_network(folder)


@pytest.fixture(scope="session")
def network(tmp_path_factory: pytest.TempPathFactory) -> Network:
    return write_tables(tmp_path_factory.mktemp("koe"), TABLES)


@pytest.fixture(scope="session")
def external() -> Path:
    if not (REFERENCE / "external").is_dir():
        pytest.skip("the official files are not here: set ELOGGRAPH_REFERENCE_DATA")
    return REFERENCE / "external"
