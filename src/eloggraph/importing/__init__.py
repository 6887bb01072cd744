"""Anybody's tables into a network folder: by a reading that is guessed, shown, kept, corrected."""
