"""Rendered people with known angles: renders them, learns the weights from them, scores on them."""
