"""Parametric bodies in a given posture, with the true positions of their anatomical points."""
