"""Work in child processes with bounds of time and memory, which the keyboard can end at once."""
