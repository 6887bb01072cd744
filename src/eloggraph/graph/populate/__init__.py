"""Matched tables to statements: identifiers, values, references, and what is wrong with them."""
