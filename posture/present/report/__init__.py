"""The report of an analysis or a comparison as HTML and PDF."""
