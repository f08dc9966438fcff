"""Translation of sentences and formatting of numbers."""
