# title@fi: ELY-alueet, ELY-keskukset ja TE-toimistot perustiedoista (nimetyt graafit)
# title@sv: NTM-områden, NTM-centraler och TE-byråer ur grunduppgifterna (namngivna grafer)
# title@en: ELY areas, ELY Centres and TE Offices of the shared reference data (named graphs)
PREFIX elo: <https://w3id.org/eloggraph/ns#>

# What they are is told in suomi; only what they coordinate is said anew. ?none is bound to nothing, so that what it stands
# for is not written.
DELETE { GRAPH ?graph { ?before ?property ?value } }
INSERT { GRAPH ?graph { ?after ?now ?said } }
WHERE {
  VALUES (?before ?after) {
    (<https://w3id.org/eloggraph/data/kaakkois-suomi/areas/kaakkois-suomi-alue>
     <https://w3id.org/eloggraph/data/suomi/areas/ely-alue-kaakkois-suomi>)
    (<https://w3id.org/eloggraph/data/laituri/areas/ely-alue-pirkanmaa>
     <https://w3id.org/eloggraph/data/suomi/areas/ely-alue-pirkanmaa>)
    (<https://w3id.org/eloggraph/data/laituri/areas/ely-alue-pohjois-savo>
     <https://w3id.org/eloggraph/data/suomi/areas/ely-alue-pohjois-savo>)
    (<https://w3id.org/eloggraph/data/laituri/areas/maa-suomi>
     <https://w3id.org/eloggraph/data/suomi/areas/suomi>)
    (<https://w3id.org/eloggraph/data/kaakkois-suomi/actors/ely-kaakkois-suomi>
     <https://w3id.org/eloggraph/data/suomi/actors/ely-kaakkois-suomi>)
    (<https://w3id.org/eloggraph/data/kansallinen-kehittaminen/actors/te-toimistot>
     <https://w3id.org/eloggraph/data/suomi/organisation_kinds/te-toimistot-valtio>)
    (<https://w3id.org/eloggraph/data/laituri/actors/pirkanmaan-ely>
     <https://w3id.org/eloggraph/data/suomi/actors/ely-pirkanmaa>)
    (<https://w3id.org/eloggraph/data/laituri/actors/pohjois-savon-ely>
     <https://w3id.org/eloggraph/data/suomi/actors/ely-pohjois-savo>)
  }
  GRAPH ?graph { ?before ?property ?value }
  BIND(IF(?property = elo:coordinates, ?property, ?none) AS ?now)
  BIND(?value AS ?said)
} ;
DELETE { GRAPH ?graph { ?thing ?property ?before } }
INSERT { GRAPH ?graph { ?thing ?now ?after } }
WHERE {
  VALUES (?before ?after) {
    (<https://w3id.org/eloggraph/data/kaakkois-suomi/areas/kaakkois-suomi-alue>
     <https://w3id.org/eloggraph/data/suomi/areas/ely-alue-kaakkois-suomi>)
    (<https://w3id.org/eloggraph/data/laituri/areas/ely-alue-pirkanmaa>
     <https://w3id.org/eloggraph/data/suomi/areas/ely-alue-pirkanmaa>)
    (<https://w3id.org/eloggraph/data/laituri/areas/ely-alue-pohjois-savo>
     <https://w3id.org/eloggraph/data/suomi/areas/ely-alue-pohjois-savo>)
    (<https://w3id.org/eloggraph/data/laituri/areas/maa-suomi>
     <https://w3id.org/eloggraph/data/suomi/areas/suomi>)
    (<https://w3id.org/eloggraph/data/kaakkois-suomi/actors/ely-kaakkois-suomi>
     <https://w3id.org/eloggraph/data/suomi/actors/ely-kaakkois-suomi>)
    (<https://w3id.org/eloggraph/data/kansallinen-kehittaminen/actors/te-toimistot>
     <https://w3id.org/eloggraph/data/suomi/organisation_kinds/te-toimistot-valtio>)
    (<https://w3id.org/eloggraph/data/laituri/actors/pirkanmaan-ely>
     <https://w3id.org/eloggraph/data/suomi/actors/ely-pirkanmaa>)
    (<https://w3id.org/eloggraph/data/laituri/actors/pohjois-savon-ely>
     <https://w3id.org/eloggraph/data/suomi/actors/ely-pohjois-savo>)
  }
  GRAPH ?graph { ?thing ?property ?before }
  BIND(?property AS ?now)
}
