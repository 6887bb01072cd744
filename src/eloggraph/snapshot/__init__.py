"""What holds on a day: organisations, memberships, ties, offers, norms and posts."""
