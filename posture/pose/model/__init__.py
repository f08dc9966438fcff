"""The model store: manifest, download and verification."""
