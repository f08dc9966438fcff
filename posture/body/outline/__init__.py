"""The outline of the body to a fraction of a pixel, and what covers it."""
