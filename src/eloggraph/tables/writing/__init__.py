"""Tables written: workbooks, CSV files, and one into the other."""
