"""JSON documents of analyses, refusals and comparisons: written, read, migrated, published."""
