"""Commands that analyse photos, and what they print and write."""
