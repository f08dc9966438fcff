"""Drawings of exercises, self-checks, the photo protocol and the body map."""
