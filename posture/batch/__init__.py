"""Many photos: a table with a row per photo, a row per person, and a summary."""
