# title@fi: Palvelun maksu kirjoitetaan ominaisuudella ex:price.
# title@sv: Tjänstens avgift skrivs med egenskapen ex:price.
# title@en: The fee of a service is written with ex:price.
PREFIX ex: <http://example.org/onto#>
DELETE { ?service ex:fee ?amount }
INSERT { ?service ex:price ?amount }
WHERE { ?service ex:fee ?amount }
