"""What to say next: rules, states and sentences."""
