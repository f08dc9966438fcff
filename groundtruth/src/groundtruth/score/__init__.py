"""Scores the analysis of rendered people against their true values."""
