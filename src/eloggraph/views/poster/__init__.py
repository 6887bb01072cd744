"""The poster: the map and what it says on one sheet for the wall."""
