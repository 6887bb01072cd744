"""The graph as columns of statements; RDF in and out, and SPARQL."""
