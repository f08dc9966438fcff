"""Points placed by hand, merged with the estimated ones."""
