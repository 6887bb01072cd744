# title@fi: Hankkeiden osallistujat jäseniksi
# title@sv: Projektens deltagare till medlemmar
# title@en: Participants of projects as members
PREFIX elo: <https://w3id.org/eloggraph/ns#>
PREFIX org: <http://www.w3.org/ns/org#>
PREFIX prov: <http://www.w3.org/ns/prov#>

DELETE { ?project prov:wasAssociatedWith ?actor }
INSERT { ?project org:hasMember ?actor }
WHERE { ?project a elo:Project ; prov:wasAssociatedWith ?actor }
