# title@fi: Tavoitteiden, toimenpiteiden ja ehdotusten tilanne yhteisen koodiston koodeiksi (nimetyt graafit)
# title@sv: Läget för mål, åtgärder och förslag till koder i den gemensamma kodlistan (namngivna grafer)
# title@en: The status of goals, measures and proposals in the codes of the one list (named graphs)
PREFIX elo: <https://w3id.org/eloggraph/ns#>
PREFIX old: <https://w3id.org/eloggraph/vocab/goal-status/>
PREFIX status: <https://w3id.org/eloggraph/vocab/status/>

DELETE { GRAPH ?graph { ?thing elo:status ?before } }
INSERT { GRAPH ?graph { ?thing elo:status ?after } }
WHERE {
  VALUES (?before ?after) {
    (old:proposed status:proposed) (old:approved status:planned) (old:postponed status:planned)
    (old:under-way status:in-force) (old:done status:ended) (old:dropped status:cancelled)
  }
  GRAPH ?graph { ?thing elo:status ?before }
}
