"""SHACL on columns: statements and shapes in, validation results out."""
