"""The page "Check": a side photo, or one from the front or the back."""
