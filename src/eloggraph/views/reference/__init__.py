"""The reference pages of the model."""
