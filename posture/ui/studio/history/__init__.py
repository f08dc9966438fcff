"""Change over time, and the reports of it."""
