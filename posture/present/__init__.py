"""Overlay, report and documents made from an analysis; knows nothing of how it was computed."""
