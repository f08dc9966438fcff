"""The page "Studio"."""
