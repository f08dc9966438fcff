"""Garments, shoes and hair of MakeHuman, read from a folder outside of this repository."""
