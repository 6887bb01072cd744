"""Floor 7: what goes out of the house, in the forms that others have agreed on."""
