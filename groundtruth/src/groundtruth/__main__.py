"""Commands of the ground truth: ``python -m groundtruth --help``."""

from groundtruth.command import app

app()
