"""Backups: one file with every record and photo, checked by restoring it; which hold whom."""
