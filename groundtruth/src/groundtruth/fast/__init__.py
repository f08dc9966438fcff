"""Makes rows of features without rendering and without the detector."""
