"""The language of the reader: sentences, numbers and their translations."""
