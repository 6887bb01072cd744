"""Methods that several questions may share: null models, segregation, partitions of a graph."""
