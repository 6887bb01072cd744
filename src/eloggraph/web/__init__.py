"""The local page: the library behind an address of one's own machine, for one's own browser."""
