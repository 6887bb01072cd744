"""Ontology, code lists and shapes, read into the schema of the tables."""
