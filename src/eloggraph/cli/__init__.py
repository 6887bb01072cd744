"""Top: the command line, a thin voice for the library."""
