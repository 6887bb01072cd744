"""Methods that several questions share: null models."""
