"""What is refused and why: faults of picture, framing, view and stance, each with its remedy."""
