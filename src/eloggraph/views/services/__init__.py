"""Who offers which service to whom: lines while these are few, a grid when there are many."""
