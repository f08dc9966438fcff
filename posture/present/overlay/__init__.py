"""The annotated picture."""
