"""Floor 3: the graph as columns of statements; RDF in and out, and SPARQL."""
