"""Empty tables to fill in, in the reader's language."""
