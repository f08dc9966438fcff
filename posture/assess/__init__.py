"""Findings, imbalances and a plan. Facts live in ``knowledge/``; knows nothing of pixels."""
