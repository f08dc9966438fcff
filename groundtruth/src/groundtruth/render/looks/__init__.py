"""Colours and textures of skin and surfaces."""
