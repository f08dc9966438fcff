"""Angles and lengths with errors. Pure NumPy geometry on named points."""
