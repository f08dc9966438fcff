"""The analysis of a photo: its types, its options and the one pipeline that makes it."""
