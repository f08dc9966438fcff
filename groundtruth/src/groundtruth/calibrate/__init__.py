"""Learns to estimate anatomical points from detections of bodies whose points are known."""
