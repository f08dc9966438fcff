"""Short pages to read: what the words and the numbers mean."""
