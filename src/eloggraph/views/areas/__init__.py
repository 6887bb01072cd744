"""Regions and municipalities as tiles, coloured by what is on record of each."""
