"""Parametric people in a commanded posture, with the true places of their anatomical points."""
