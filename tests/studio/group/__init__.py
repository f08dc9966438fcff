"""A day with a group."""
