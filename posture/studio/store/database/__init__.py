"""The database: opened, locked, encrypted, copied and brought up to date."""
