"""Encryption at rest: the file that holds the wrapped key, what unlocks it, and the ciphers."""
