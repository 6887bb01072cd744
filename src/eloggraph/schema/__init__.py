"""Floor 1: ontology, code lists and shapes, read into the schema of the tables."""
