"""What goes out of the house, in the forms that others have agreed on."""
