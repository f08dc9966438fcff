"""Reading photos: a path, bytes or an array becomes a checked, upright RGB picture."""
