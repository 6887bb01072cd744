"""Statements from RDF files and to them, and as a store."""
