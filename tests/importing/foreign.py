"""Workbooks as other people make them, with what a reader takes their columns for.

They are invented, in the manner of lists that are in use: of employment services, adult education,
youth work, municipalities, projects. The key was written by hand from the headers and the values,
before they were tried; where two readings are as good as each other it has both.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import xlsxwriter

Cell = str | int | float | date | None
Rows = Sequence[Sequence[Cell]]
Key = Mapping[str, str | tuple[str, ...]]
NOTE, PERSONAL = "note", "personal"


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreign:
    """A workbook: its sheets by name, and the key of each: targets by header."""

    name: str
    sheets: Mapping[str, Rows]
    key: Mapping[str, Key]
    language: str = "fi"


def write_workbook(path: Path, sheets: Mapping[str, Rows]) -> Path:
    """Write sheets as they are: numbers stay numbers, and days are what a spreadsheet has for them."""
    book = xlsxwriter.Workbook(str(path), {"strings_to_urls": False})
    day = book.add_format({"num_format": "d.m.yyyy"})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                if isinstance(cell, date):
                    sheet.write_datetime(row, column, cell, day)
                elif cell is not None:
                    sheet.write(row, column, cell)
    book.close()
    return path


FIRST_TEN = (
    Foreign(
        name="employment",
        sheets={
            "Palvelukartta": [
                ["Työllisyysalueen palvelukartta 2026"],
                [],
                ["Palveluntuottaja", "Palvelun nimi", "Palvelumuoto", "Asiakasryhmä", "Alue", "Asiointikanavat",
                 "Yhteyshenkilö", "Sähköposti", "Lisätietoja", "Voimassa asti"],
                ["Kuopion työllisyysalue", "Uraohjaus", "henkilökohtainen ohjaus", "Työttömät", "Kuopio; Siilinjärvi", "puhelin", "Aino Esimerkki", "aino@example.org", "ajanvarauksella", "31.12.2026"],
                ["Kuopion työllisyysalue", "Työnhakuryhmä", "ryhmäohjaus", "Työttömät; Nuoret", "Kuopio", "käynti palvelupaikassa", "Aino Esimerkki", "aino@example.org", None, None],
                ["Ohjaamo Kuopio", "Matalan kynnyksen neuvonta", "neuvonta", "Nuoret", "Kuopio", "chat; puhelin", "Eero Esimerkki", "eero@example.org", "ei ajanvarausta", None],
                ["TE-palvelut Oy", "Työhönvalmennus", "valmennus", "Osatyökykyiset", "Iisalmi", "käynti palvelupaikassa", None, None, None, "30.6.2027"],
            ]
        },
        key={
            "Palvelukartta": {
                "Palveluntuottaja": "services.providers", "Palvelun nimi": "services.label", "Palvelumuoto": "services.forms",
                "Asiakasryhmä": "services.target_groups", "Alue": "services.areas", "Asiointikanavat": "services.channels",
                "Yhteyshenkilö": PERSONAL, "Sähköposti": PERSONAL, "Lisätietoja": (NOTE, "services.description"), "Voimassa asti": "services.until",
            }
        },
    ),
    Foreign(
        name="adult-education",
        sheets={
            "Oppilaitokset": [
                ["Oppilaitos", "Paikkakunta", "Oppilaitosmuoto", "Ohjauspalvelut", "Kohderyhmät", "Verkkosivut", "Opinto-ohjaajan yhteystiedot", "Opiskelijamäärä"],
                ["Savon ammattiopisto", "Kuopio", "ammatillinen oppilaitos", "Hakijapalvelut, Opintojen ohjaus", "Uranvaihtajat", "www.sakky.fi", "Oili Opo", 8200],
                ["Kuopion kansalaisopisto", "Kuopio", "kansalaisopisto", "Opintoneuvonta", "Kaikki aikuiset", "https://www.kuopio.fi/kansalaisopisto", "Oskari Opo", 12000],
                ["Snellman-kesäyliopisto", "Kuopio", "kesäyliopisto", None, "Lukiolaiset", "www.snellmanedu.fi", None, 3100],
                ["Portaanpään kristillinen opisto", "Lapinlahti", "kansanopisto", "Ohjausviikko, Kielineuvonta", "Maahanmuuttajat", None, "Olavi Opo", 250],
            ]
        },
        key={
            "Oppilaitokset": {
                "Oppilaitos": "actors.label", "Paikkakunta": "actors.areas", "Oppilaitosmuoto": "actors.type", "Ohjauspalvelut": "services.label",
                "Kohderyhmät": "services.target_groups", "Verkkosivut": "actors.homepage", "Opinto-ohjaajan yhteystiedot": PERSONAL, "Opiskelijamäärä": NOTE,
            }
        },
    ),
    Foreign(
        name="youth",
        sheets={
            "Nuorisopalvelut": [
                ["Maakunnan etsivät ja Ohjaamot"],
                ["Päivitetty", "3.2.2026"],
                ["Taho", "Missä", "Mitä tarjoaa", "Kenelle", "Yhteistyötahot", "Aukioloajat", "Puhelin", "Osoite"],
                ["Ohjaamo Kuopio", "Kuopio", "Ohjaus", "Alle 30-vuotiaat", "Kuopion kaupunki ja Vamos Kuopio", "ma–to 12–16", "044 123 4567", "Kauppakatu 1, 70100 Kuopio"],
                ["Kuopion kaupunki", "Kuopio", "Etsivä nuorisotyö", "Alle 29-vuotiaat", "Ohjaamo Kuopio", "ma–pe 8–16", "044 123 4568", "Tulliportinkatu 31, 70100 Kuopio"],
                ["Vamos Kuopio", "Kuopio", "Yksilövalmennus", "Alle 30-vuotiaat", "Ohjaamo Kuopio", None, "044 123 4569", "Puijonkatu 12, 70110 Kuopio"],
                ["Iisalmen kaupunki", "Iisalmi", "Etsivä nuorisotyö Iisalmi", "Alle 29-vuotiaat", None, None, "044 123 4570", "Pohjolankatu 14, 74100 Iisalmi"],
            ]
        },
        key={
            "Nuorisopalvelut": {
                "Taho": "actors.label", "Missä": "actors.areas", "Mitä tarjoaa": ("services.label", NOTE), "Kenelle": ("services.target_groups", NOTE),
                "Yhteistyötahot": "links.to", "Aukioloajat": NOTE, "Puhelin": PERSONAL, "Osoite": NOTE,
            }
        },
    ),
    Foreign(
        name="municipal",
        sheets={
            "Taul1": [
                ["Kunta", "Organisaatio", "Palvelu", "Ohjauksen muoto", "Palvelukieli", "Linkki", "Huom!"],
                ["Lieksa", "Lieksan kaupunki", "Aikuisohjaus", "neuvonta", "suomi", "www.lieksa.fi", "uusi"],
                ["Nurmes", "Nurmeksen kaupunki", "Nuorten ohjaus", "henkilökohtainen ohjaus", "suomi", "www.nurmes.fi", None],
                ["Joensuu", "Karelia-ammattikorkeakoulu", "Karelian uraohjaus", "henkilökohtainen ohjaus", "suomi, englanti", "www.karelia.fi", None],
                ["Joensuu", "Joensuun kaupunki", "Ohjaamo", "neuvonta", "suomi, englanti", "www.joensuu.fi", "ks. myös työllisyysalue"],
                ["Kitee", "Kiteen kaupunki", "Työpajan ohjaus", "valmennus", "suomi", None, None],
            ]
        },
        key={
            "Taul1": {
                "Kunta": "services.areas", "Organisaatio": "services.providers", "Palvelu": "services.label", "Ohjauksen muoto": "services.forms",
                "Palvelukieli": "services.languages", "Linkki": (NOTE, "actors.homepage"), "Huom!": NOTE,
            }
        },
    ),
    Foreign(
        name="swedish",
        language="sv",
        sheets={
            "Aktörer": [
                ["Organisation", "Kommun", "Bransch", "Tjänster", "Målgrupp", "Samarbetspartner", "Kontaktperson", "Telefon", "Webbplats"],
                ["Navigatorn Vasa", "Vasa", "ungdomssektorn", "Vägledning; Drop in", "Unga under 30", "Vasa stad; Folkhälsan", "Maria Modell", "050 123 4567", "www.navigatorn.fi"],
                ["Vasa stad", "Vasa", "sysselsättning", "Jobbsökarcoachning", "Arbetssökande", "Navigatorn Vasa", "Mats Modell", "050 123 4568", "www.vaasa.fi"],
                ["Yrkesakademin i Österbotten", "Vasa; Korsholm", "utbildning", "Studiehandledning", "Studerande", "Vasa stad", None, None, "www.yrkesakademin.fi"],
                ["Folkhälsan", "Korsholm", "rehabilitering", None, None, None, None, None, None],
            ]
        },
        key={
            "Aktörer": {
                "Organisation": "actors.label", "Kommun": "actors.areas", "Bransch": "actors.sector", "Tjänster": "services.label", "Målgrupp": "services.target_groups",
                "Samarbetspartner": "links.to", "Kontaktperson": PERSONAL, "Telefon": PERSONAL, "Webbplats": "actors.homepage",
            }
        },
    ),
    Foreign(
        name="english",
        language="en",
        sheets={
            "Directory": [
                ["Organisation", "Location", "Sector", "Services offered", "Who is it for?", "Works with", "Contact e-mail", "Website", "Comments"],
                ["International House", "Espoo", "integration of immigrants", "Career coaching; Language advice", "Immigrants", "City of Espoo", "info@example.org", "https://example.org", "moving in May"],
                ["City of Espoo", "Espoo", "employment", "Job search support", "Unemployed", "International House; Omnia", None, None, None],
                ["Omnia", "Espoo; Kauniainen", "education", "Study guidance", "Students", None, "omnia@example.org", "https://www.omnia.fi", None],
            ]
        },
        key={
            "Directory": {
                "Organisation": "actors.label", "Location": "actors.areas", "Sector": "actors.sector", "Services offered": "services.label",
                "Who is it for?": "services.target_groups", "Works with": "links.to", "Contact e-mail": PERSONAL, "Website": "actors.homepage", "Comments": NOTE,
            }
        },
    ),
    Foreign(
        name="projects",
        sheets={
            "Hankesalkku": [
                ["Hankkeen nimi", "Hallinnoija", "Kumppanit", "Rahoittaja", "Budjetti (€)", "Alkaa", "Päättyy", "Toteutusalue", "Kohderyhmä", "Projektipäällikkö"],
                ["Silta töihin", "Tukeva-säätiö", "Kuopion kaupunki, Vamos Kuopio", "ESR+", 240000, "1.1.2024", "31.12.2026", "Kuopio", "Osatyökykyiset", "Hanna Hanke"],
                ["Ohjauksen polut", "Savonia-ammattikorkeakoulu", "Itä-Suomen yliopisto, Savon ammattiopisto", "OKM", "120 000 €", "1.8.2025", "31.7.2027", "Pohjois-Savo", "Opiskelijat", "Heikki Hanke"],
                ["Verkossa vahvempi", "Kuopion kansalaisopisto", None, "Jatkuvan oppimisen keskus", 56000, "2025", "2026", "Kuopio, Siilinjärvi", "Ikääntyneet", None],
            ]
        },
        key={
            "Hankesalkku": {
                "Hankkeen nimi": "projects.label", "Hallinnoija": "projects.coordinator", "Kumppanit": "projects.participants", "Rahoittaja": "fundings.funder",
                "Budjetti (€)": "fundings.amount", "Alkaa": "projects.since", "Päättyy": "projects.until", "Toteutusalue": "projects.areas",
                "Kohderyhmä": "projects.target_groups", "Projektipäällikkö": PERSONAL,
            }
        },
    ),
    Foreign(
        name="members",
        sheets={
            "Jäsenet ja roolit": [
                ["Verkosto", "Jäsenorganisaatio", "Rooli", "Mukana alkaen", "Nimetty edustaja"],
                ["ELO-ryhmä", "Pohjois-Savon liitto", "puheenjohtaja", "1.1.2025", "Liisa Luottamus"],
                ["ELO-ryhmä", "Kuopion kaupunki", "jäsen", "1.1.2025", "Lauri Luottamus"],
                ["ELO-ryhmä", "Savonia-ammattikorkeakoulu", "jäsen", "2024", None],
                ["Ohjaamoverkosto", "Ohjaamo Kuopio", "koordinaattori", "2023", "Leena Luottamus"],
                ["Ohjaamoverkosto", "Vamos Kuopio", "jäsen", None, None],
            ]
        },
        key={
            "Jäsenet ja roolit": {
                "Verkosto": "memberships.organization", "Jäsenorganisaatio": "memberships.actor", "Rooli": "memberships.role",
                "Mukana alkaen": "memberships.since", "Nimetty edustaja": PERSONAL,
            }
        },
    ),
    Foreign(
        name="three-sheets",
        sheets={
            "Toimijat": [
                ["Nimi", "Nimi ruotsiksi", "Tyyppi", "Kotikunta", "Y-tunnus", "Perustettu"],
                ["Turun kaupunki", "Åbo stad", "kunta", "Turku", "0204819-8", 1229],
                ["Åbo Akademi", "Åbo Akademi", "yliopisto", "Turku", "0246312-1", 1918],
                ["Varsinais-Suomen TE-palvelut", "Egentliga Finlands AN-tjänster", "julkinen työvoimapalvelu", "Turku", None, None],
            ],
            "Palvelut": [
                ["Palvelu", "Järjestäjä", "Kohderyhmä", "Muoto", "Kuvaus"],
                ["Ohjaamo Turku", "Turun kaupunki", "nuoret", "neuvonta", "Apua alle 30-vuotiaille yhdestä paikasta."],
                ["Rekryteringstjänster", "Åbo Akademi", "opiskelijat; valmistuneet", "henkilökohtainen ohjaus", "Uraohjausta opiskelijoille."],
            ],
            "Yhteistyö": [
                ["Kuka", "Kenen kanssa", "Yhteistyön muoto", "Alkanut"],
                ["Turun kaupunki", "Åbo Akademi", "yhteinen kehittäminen", "2022"],
                ["Turun kaupunki", "Varsinais-Suomen TE-palvelut", "asiakasohjaus", "1.3.2023"],
            ],
        },
        key={
            "Toimijat": {"Nimi": "actors.label", "Nimi ruotsiksi": "actors.label@sv", "Tyyppi": "actors.type", "Kotikunta": "actors.areas", "Y-tunnus": "actors.business_id", "Perustettu": (NOTE, "actors.since")},
            "Palvelut": {"Palvelu": "services.label", "Järjestäjä": "services.providers", "Kohderyhmä": "services.target_groups", "Muoto": "services.forms", "Kuvaus": "services.description"},
            "Yhteistyö": {"Kuka": "links.from", "Kenen kanssa": "links.to", "Yhteistyön muoto": "links.type", "Alkanut": "links.since"},
        },
    ),
    Foreign(
        name="plan",
        sheets={
            "Toimintasuunnitelma": [
                ["ELO-toimintasuunnitelma 2025–2027", None, None, None, None, None],
                ["Tavoite", "Toimenpide", "Vastuutaho", "Aikataulu", "Mittari", "Tilanne"],
                ["Ohjaus tavoittaa kaikki nuoret", "Ohjaamon jalkautuminen kuntiin", "Ohjaamo Kuopio", "2025–2026", "käynnit", "käynnissä"],
                ["Ohjaus tavoittaa kaikki nuoret", "Yhteinen ajanvaraus", "Kuopion työllisyysalue", "1.1.2026–31.12.2026", "varaukset", "suunniteltu"],
                ["Ohjaajien osaaminen vahvistuu", "Vuosittainen koulutuspäivä", "Savonia-ammattikorkeakoulu", "2025–2027", "osallistujat", "käynnissä"],
            ]
        },
        key={
            "Toimintasuunnitelma": {
                "Tavoite": ("goals.label", "measures.goals"), "Toimenpide": "measures.label", "Vastuutaho": "measures.responsible",
                "Aikataulu": "measures.since", "Mittari": ("measures.indicators", NOTE), "Tilanne": "measures.status",
            }
        },
    ),
)  # fmt: skip

# Made when the reading was ready, to see how it does with what it was not made for.
THREE_MORE = (
    Foreign(
        name="handledning",
        language="sv",
        sheets={
            "Studiehandledning 2026": [
                ["Skola", "Ort", "Handledningstjänster", "För vilka", "Språk", "Samarbetar med", "Rektor", "E-postadress", "Studerande (antal)"],
                ["Vuxeninstitutet i Borgå", "Borgå", "Studierådgivning; Karriärvägledning", "Vuxna; Invandrare", "svenska, finska", "Careeria", "Rut Rektor", "rut@example.org", 900],
                ["Careeria", "Borgå; Vanda", "Ansökningsservice", "Unga; Branschbytare", "svenska, finska", "Vuxeninstitutet i Borgå", "Rolf Rektor", "rolf@example.org", 9000],
                ["Borgå gymnasium", "Borgå", "Studiehandledning", "Gymnasiestuderande", "svenska", None, "Ralf Rektor", None, 430],
            ],
        },
        key={
            "Studiehandledning 2026": {
                "Skola": "actors.label", "Ort": "actors.areas", "Handledningstjänster": "services.label", "För vilka": "services.target_groups",
                "Språk": "services.languages", "Samarbetar med": "links.to", "Rektor": PERSONAL, "E-postadress": PERSONAL, "Studerande (antal)": NOTE,
            }
        },
    ),
    Foreign(
        name="guidance-offer",
        language="en",
        sheets={
            "Guidance services": [
                ["Regional guidance offer", None, None],
                ["Service name", "Provider", "Type of service", "Target audience", "City", "Start date", "End date", "How to access", "Notes"],
                ["Career café", "City of Tampere", "group guidance", "Job seekers", "Tampere", date(2024, 9, 1), date(2026, 12, 31), "drop in", "free"],
                ["Study help desk", "Tampere University", "advice", "Students", "Tampere", date(2023, 1, 15), None, "chat", None],
                ["Path finders", "Tredu", "individual guidance", "Adults; Career changers", "Tampere, Nokia", date(2025, 8, 1), date(2026, 7, 31), "by appointment", "pilot"],
            ],
        },
        key={
            "Guidance services": {
                "Service name": "services.label", "Provider": "services.providers", "Type of service": "services.forms", "Target audience": "services.target_groups",
                "City": "services.areas", "Start date": "services.since", "End date": "services.until", "How to access": ("services.channels", NOTE), "Notes": NOTE,
            }
        },
    ),
    Foreign(
        name="wellbeing",
        sheets={
            "Ohjauspalvelut": [
                ["Keski-Suomen ohjauspalvelut, päivitetty 4/2026"],
                ["Palvelun tuottaja", "Palvelun nimi", "Palvelun kuvaus", "Kenelle palvelu on tarkoitettu", "Kunnat", "Verkkosivu", "Esihenkilö", "Palvelun kesto", "Hinta"],
                ["Keski-Suomen hyvinvointialue", "Sosiaalinen kuntoutus", "Tukea arkeen ja työhön.", "Työikäiset", "Jyväskylä, Laukaa ja Muurame", "www.hyvaks.fi", "Erkki Esihenkilö", "3–6 kk", "maksuton"],
                ["Keski-Suomen hyvinvointialue", "Nuorten vastaanotto", "Apua yhdellä käynnillä.", "13–22-vuotiaat", "Jyväskylä", "www.hyvaks.fi", "Elina Esihenkilö", "1–5 käyntiä", "maksuton"],
                ["Jyväskylän Katulähetys ry", "Työpaja Sillat", "Pajatyötä ja valmennusta.", "Alle 29-vuotiaat", "Jyväskylä", "https://www.jklkl.fi", None, "6 kk", "maksuton"],
            ],
        },
        key={
            "Ohjauspalvelut": {
                "Palvelun tuottaja": "services.providers", "Palvelun nimi": "services.label", "Palvelun kuvaus": "services.description", "Kenelle palvelu on tarkoitettu": "services.target_groups",
                "Kunnat": "services.areas", "Verkkosivu": (NOTE, "actors.homepage"), "Esihenkilö": PERSONAL, "Palvelun kesto": NOTE, "Hinta": NOTE,
            }
        },
    ),
)  # fmt: skip

# Made after that, and never looked at while the reading was changed.
LAST_THREE = (
    Foreign(
        name="third-sector",
        sheets={
            "Järjestöt": [
                ["Yhdistyksen nimi", "Toiminta-alue", "Mitä palveluja tarjoatte?", "Ketkä voivat tulla?", "Keiden kanssa teette yhteistyötä?", "Nettisivut", "Sähköpostiosoite", "Vastaajan nimi", "Aikaleima"],
                ["Pelastakaa Nuoret ry", "Lahti", "Kohtaamispaikka; Mentorointi", "Nuoret", "Lahden kaupunki", "www.example.org", "toimisto@example.org", "Ville Vastaaja", "12.3.2026 10.15"],
                ["Setlementti Harjula", "Lahti, Hollola", "Kielikahvila", "Maahanmuuttajat", "Lahden kaupunki; Pelastakaa Nuoret ry", "www.harjula.fi", None, "Venla Vastaaja", "13.3.2026 8.01"],
                ["Lahden kaupunki", "Lahti", "Ohjaamo Lahti", "Nuoret", None, "www.lahti.fi", None, "Veera Vastaaja", "13.3.2026 9.40"],
            ],
        },
        key={
            "Järjestöt": {
                "Yhdistyksen nimi": "actors.label", "Toiminta-alue": "actors.areas", "Mitä palveluja tarjoatte?": "services.label", "Ketkä voivat tulla?": ("services.target_groups", NOTE),
                "Keiden kanssa teette yhteistyötä?": ("links.to", NOTE), "Nettisivut": "actors.homepage", "Sähköpostiosoite": PERSONAL, "Vastaajan nimi": PERSONAL, "Aikaleima": NOTE,
            }
        },
    ),
    Foreign(
        name="projekt",
        language="sv",
        sheets={
            "Projekt": [
                ["Projekt", "Huvudgenomförare", "Partner", "Start", "Slut", "Finansiär", "Budget", "Ort", "Kontaktuppgifter"],
                ["Framåt", "Svenska folkskolans vänner", "Borgå stad; Careeria", "1.1.2025", "31.12.2026", "SFV", 80000, "Borgå", "040 765 4321"],
                ["Vägen vidare", "Borgå stad", "Careeria", "2024", "2026", "ESF+", 150000, "Borgå; Lovisa", "040 765 4322"],
            ],
        },
        key={
            "Projekt": {
                "Projekt": "projects.label", "Huvudgenomförare": "projects.coordinator", "Partner": "projects.participants", "Start": "projects.since", "Slut": "projects.until",
                "Finansiär": "fundings.funder", "Budget": "fundings.amount", "Ort": "projects.areas", "Kontaktuppgifter": PERSONAL,
            }
        },
    ),
    Foreign(
        name="upper-secondary",
        sheets={
            "Lukiot": [
                ["Lukio", "Kunta", "Opinto-ohjaajia", "Jälkiohjaus", "Yhteistyökorkeakoulut", "Opon puhelin"],
                ["Mikkelin lukio", "Mikkeli", 4, "kyllä", "Xamk", "050 765 4321"],
                ["Pieksämäen lukio", "Pieksämäki", 2, "kyllä", "Xamk, Savonia", "050 765 4322"],
                ["Mäntyharjun lukio", "Mäntyharju", 1, "ei", "Xamk", "050 765 4323"],
            ],
        },
        key={
            "Lukiot": {
                "Lukio": "actors.label", "Kunta": "actors.areas", "Opinto-ohjaajia": NOTE, "Jälkiohjaus": NOTE, "Yhteistyökorkeakoulut": ("links.to", NOTE), "Opon puhelin": PERSONAL,
            }
        },
    ),
)  # fmt: skip
