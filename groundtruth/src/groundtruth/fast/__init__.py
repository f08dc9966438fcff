"""Rows of features by the tens of thousands, without rendering and without the detector."""
