# title@fi: Neuvontapalvelut ovat nyt palveluja, joiden muoto on neuvonta.
# title@sv: Rådgivningstjänster är nu tjänster vars form är rådgivning.
# title@en: Advice services are now services whose form is advice.
PREFIX ex: <http://example.org/onto#>
DELETE { ?service a ex:AdviceService }
INSERT { ?service a ex:Service ; ex:form ex:advice }
WHERE { ?service a ex:AdviceService }
