"""Renders photos of bodies: camera, scene, light, and the processing of a phone camera."""
