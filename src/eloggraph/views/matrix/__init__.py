"""The matrix: groups against chance, actors by actors, and the coverage of services by area."""
