"""Learning the anatomical points from what the detector sees of bodies whose points are known."""
