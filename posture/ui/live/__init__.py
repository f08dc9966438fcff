"""The page "Live"."""
