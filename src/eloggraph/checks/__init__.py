"""Shapes against the graph, and every result led back to its cell."""
