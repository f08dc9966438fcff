"""The studio's settings: its looks, accounts, encryption, trail, and how a tablet opens it."""
