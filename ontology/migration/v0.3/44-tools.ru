# title@fi: Työvälineet omaan luokkaansa
# title@sv: Verktyg till en egen klass
# title@en: Tools in a class of their own
PREFIX elo: <https://w3id.org/eloggraph/ns#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>

# A quality criterion that was part of one is judged with it.
DELETE { ?before ?property ?value }
INSERT { ?after ?now ?said }
WHERE {
  VALUES (?before ?after) {
    (<https://w3id.org/eloggraph/data/laituri/policy_documents/elgpn-toolkit>
     <https://w3id.org/eloggraph/data/laituri/tools/elgpn-toolkit>)
    (<https://w3id.org/eloggraph/data/laituri/policy_documents/laatutyokalut>
     <https://w3id.org/eloggraph/data/laituri/tools/laatutyokalut>)
    (<https://w3id.org/eloggraph/data/laituri/policy_documents/tilannearvio-matriisi>
     <https://w3id.org/eloggraph/data/laituri/tools/tilannearvio-matriisi>)
    (<https://w3id.org/eloggraph/data/laituri/policy_documents/vop-malli>
     <https://w3id.org/eloggraph/data/laituri/tools/vop-malli>)
  }
  ?before ?property ?value .
  BIND(IF(?property = elo:issuedBy, elo:maintainedBy, ?property) AS ?now)
  BIND(IF(?property = rdf:type, elo:Tool, ?value) AS ?said)
} ;
DELETE { ?thing ?property ?before }
INSERT { ?thing ?now ?after }
WHERE {
  VALUES (?before ?after) {
    (<https://w3id.org/eloggraph/data/laituri/policy_documents/elgpn-toolkit>
     <https://w3id.org/eloggraph/data/laituri/tools/elgpn-toolkit>)
    (<https://w3id.org/eloggraph/data/laituri/policy_documents/laatutyokalut>
     <https://w3id.org/eloggraph/data/laituri/tools/laatutyokalut>)
    (<https://w3id.org/eloggraph/data/laituri/policy_documents/tilannearvio-matriisi>
     <https://w3id.org/eloggraph/data/laituri/tools/tilannearvio-matriisi>)
    (<https://w3id.org/eloggraph/data/laituri/policy_documents/vop-malli>
     <https://w3id.org/eloggraph/data/laituri/tools/vop-malli>)
  }
  ?thing ?property ?before .
  BIND(IF(?property = <http://purl.org/dc/terms/isPartOf>, <https://w3id.org/eloggraph/ns#usesTool>, ?property) AS ?now)
}
