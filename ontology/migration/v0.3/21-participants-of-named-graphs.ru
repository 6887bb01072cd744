# title@fi: Hankkeiden osallistujat jäseniksi (nimetyt graafit)
# title@sv: Projektens deltagare till medlemmar (namngivna grafer)
# title@en: Participants of projects as members (named graphs)
PREFIX elo: <https://w3id.org/eloggraph/ns#>
PREFIX org: <http://www.w3.org/ns/org#>
PREFIX prov: <http://www.w3.org/ns/prov#>

DELETE { GRAPH ?graph { ?project prov:wasAssociatedWith ?actor } }
INSERT { GRAPH ?graph { ?project org:hasMember ?actor } }
WHERE { GRAPH ?graph { ?project a elo:Project ; prov:wasAssociatedWith ?actor } }
