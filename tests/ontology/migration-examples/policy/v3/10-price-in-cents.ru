# title@fi: Hinta ilmoitetaan sentteinä.
# title@sv: Priset anges i cent.
# title@en: The price is given in cents.
PREFIX ex: <http://example.org/onto#>
DELETE { ?service ex:price ?amount }
INSERT { ?service ex:cents ?cents }
WHERE { ?service ex:price ?amount BIND(?amount * 100 AS ?cents) }
