"""Draws the figures that the package ships as SVG files: ``make figures``."""
