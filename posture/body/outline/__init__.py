"""The outline of the body to sub-pixel precision, and what hides it."""
