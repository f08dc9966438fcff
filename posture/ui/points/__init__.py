"""The page "Adjust points"."""
