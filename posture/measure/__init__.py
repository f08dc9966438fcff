"""Measurements: angles and lengths with standard errors, by NumPy geometry on named points."""
