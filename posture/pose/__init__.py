"""MediaPipe's 33 landmarks and the silhouette. Knows nothing of anatomy."""
