"""What the page "Check" asks: the person, health, self-checks, tension and goal."""
