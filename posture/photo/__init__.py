"""Pixels that can be trusted: a path, bytes or an array in, an upright RGB picture out."""
