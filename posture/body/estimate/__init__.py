"""From features of a detection to anatomical points with a joint covariance."""
