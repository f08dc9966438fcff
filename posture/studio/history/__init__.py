"""A client's visits over time: values, changes with their errors, and what cannot be compared."""
