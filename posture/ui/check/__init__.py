"""The page "Check a photo"."""
