"""Photographs of bodies: a camera, a place, light, and what a phone makes of it."""
