# title@fi: Ohjaaminen, tukeminen ja tieto tarpeesta yhteistyösuhteiksi (nimetyt graafit)
# title@sv: Styrning, stöd och kännedom om behov till samarbetsrelationer (namngivna grafer)
# title@en: Steering, support and knowledge of a need as collaboration links (named graphs)
PREFIX elo: <https://w3id.org/eloggraph/ns#>
PREFIX type: <https://w3id.org/eloggraph/vocab/link-type/>

DELETE { GRAPH ?graph { ?said ?before ?to } }
INSERT { GRAPH ?graph { ?link a elo:CollaborationLink ; elo:linkFrom ?from ; elo:linkTo ?to ; elo:linkType ?type } }
WHERE {
  {
    VALUES (?before ?type ?code) { (elo:steers type:steering "steering") (elo:supports type:support "support") }
    GRAPH ?graph { ?from ?before ?to }
    BIND(?from AS ?said)
  } UNION {
    VALUES (?before ?type ?code) { (elo:informs type:information-sharing "information-sharing") }
    GRAPH ?graph { ?said ?before ?to ; elo:expressedBy ?from }
  }
  BIND(IRI(CONCAT(STR(?from), "/", ?code, "/", MD5(STR(?to)))) AS ?link)
}
