"""Service chains: their steps in order, in lanes of those who provide them."""
