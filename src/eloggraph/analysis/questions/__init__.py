"""What is asked of every network: one module a question, each with its ``QUESTION``."""
