"""The summary of a batch: read from its tables, counted, drawn and written as one page."""
