# title@fi: Joukkona mainitut organisaatiot organisaatiolajeiksi (nimetyt graafit)
# title@sv: Organisationer som nämns som en grupp till organisationsslag (namngivna grafer)
# title@en: Organisations spoken of as a group as kinds of organisations (named graphs)
PREFIX elo: <https://w3id.org/eloggraph/ns#>
PREFIX org: <http://www.w3.org/ns/org#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>

# A kind is no actor: its type is that of its members, and it has no sector and no area. ?none is bound to nothing, so
# that what it stands for is not written.
DELETE { GRAPH ?graph { ?before ?property ?value } }
INSERT { GRAPH ?graph { ?after ?now ?said } }
WHERE {
  VALUES (?before ?after) {
    (<https://w3id.org/eloggraph/data/suomi/actors/ely-keskukset>
     <https://w3id.org/eloggraph/data/suomi/organisation_kinds/ely-keskukset>)
    (<https://w3id.org/eloggraph/data/suomi/actors/hyvinvointialueet>
     <https://w3id.org/eloggraph/data/suomi/organisation_kinds/hyvinvointialueet>)
    (<https://w3id.org/eloggraph/data/suomi/actors/kuntien-sote>
     <https://w3id.org/eloggraph/data/suomi/organisation_kinds/kuntien-sote>)
    (<https://w3id.org/eloggraph/data/suomi/actors/te-toimistot-valtio>
     <https://w3id.org/eloggraph/data/suomi/organisation_kinds/te-toimistot-valtio>)
    (<https://w3id.org/eloggraph/data/suomi/actors/tyollisyysalueet>
     <https://w3id.org/eloggraph/data/suomi/organisation_kinds/tyollisyysalueet>)
    (<https://w3id.org/eloggraph/data/kansallinen-kehittaminen/actors/ohjaamot>
     <https://w3id.org/eloggraph/data/kansallinen-kehittaminen/organisation_kinds/ohjaamot>)
    (<https://w3id.org/eloggraph/data/laituri/actors/alueiden-korkeakoulut>
     <https://w3id.org/eloggraph/data/laituri/organisation_kinds/alueiden-korkeakoulut>)
  }
  GRAPH ?graph { ?before ?property ?value }
  BIND(IF(?property IN (elo:inSector, elo:operatesIn), ?none,
         IF(?property = elo:actorType, elo:memberType, ?property)) AS ?now)
  BIND(IF(?property = rdf:type, elo:OrganisationKind, ?value) AS ?said)
} ;
DELETE { GRAPH ?graph { ?thing ?property ?before } }
INSERT { GRAPH ?graph { ?thing ?now ?after } }
WHERE {
  VALUES (?before ?after) {
    (<https://w3id.org/eloggraph/data/suomi/actors/ely-keskukset>
     <https://w3id.org/eloggraph/data/suomi/organisation_kinds/ely-keskukset>)
    (<https://w3id.org/eloggraph/data/suomi/actors/hyvinvointialueet>
     <https://w3id.org/eloggraph/data/suomi/organisation_kinds/hyvinvointialueet>)
    (<https://w3id.org/eloggraph/data/suomi/actors/kuntien-sote>
     <https://w3id.org/eloggraph/data/suomi/organisation_kinds/kuntien-sote>)
    (<https://w3id.org/eloggraph/data/suomi/actors/te-toimistot-valtio>
     <https://w3id.org/eloggraph/data/suomi/organisation_kinds/te-toimistot-valtio>)
    (<https://w3id.org/eloggraph/data/suomi/actors/tyollisyysalueet>
     <https://w3id.org/eloggraph/data/suomi/organisation_kinds/tyollisyysalueet>)
    (<https://w3id.org/eloggraph/data/kansallinen-kehittaminen/actors/ohjaamot>
     <https://w3id.org/eloggraph/data/kansallinen-kehittaminen/organisation_kinds/ohjaamot>)
    (<https://w3id.org/eloggraph/data/laituri/actors/alueiden-korkeakoulut>
     <https://w3id.org/eloggraph/data/laituri/organisation_kinds/alueiden-korkeakoulut>)
  }
  GRAPH ?graph { ?thing ?property ?before }
  BIND(?property AS ?now)
} ;
# A kind holds no role in a membership: who is there is told by the columns of the network itself.
DELETE { GRAPH ?graph { ?membership ?property ?value } }
INSERT { GRAPH ?graph { ?kind ?coordinates ?organization . ?organization ?member ?kind } }
WHERE {
  GRAPH ?graph { ?membership org:member ?kind ; org:organization ?organization ; ?property ?value .
  OPTIONAL { ?membership org:role ?role } }
  FILTER(CONTAINS(STR(?kind), "/organisation_kinds/"))
  BIND(COALESCE(STRENDS(STR(?role), "/roles/koordinaattori"), false) AS ?leads)
  BIND(IF(?leads, elo:coordinates, ?none) AS ?coordinates)
  BIND(IF(?leads, ?none, org:hasMember) AS ?member)
}
