"""What the actors themselves say of the map: cards to confirm, and answers taken in."""
