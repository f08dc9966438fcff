"""Small charts: a value with its error on a scale."""
