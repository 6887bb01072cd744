"""The tools of the ontology's maintainers: quality gate, versions, consistency."""
