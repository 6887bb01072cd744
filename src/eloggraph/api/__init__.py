"""The library's front door: one module a verb, in the words of the command line."""
