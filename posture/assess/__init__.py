"""Findings, imbalances and a plan from measurements; the facts are in ``knowledge/``."""
