"""What the program says of its own work: one JSON object a line, with nothing of a person in it."""
