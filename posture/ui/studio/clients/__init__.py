"""Clients: the list, one of them, consent, and files in and out."""
