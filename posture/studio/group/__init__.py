"""A day with a group: a list of names, photos of each, an overview, one ZIP of reports."""
