"""The body seen from the front or the back."""
