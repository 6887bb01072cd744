"""Floor 3: the graph as columns of statements, and its doors to RDF and SPARQL."""
