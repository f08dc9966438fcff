"""Branded reports of a visit, a comparison or the whole course, and the sheet of exercises."""
