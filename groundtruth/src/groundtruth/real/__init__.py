"""Real photographs with points marked by eye: the program's answers against them."""
