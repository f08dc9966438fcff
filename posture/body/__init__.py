"""From landmarks and silhouette to anatomical points with a joint covariance, or a refusal."""
