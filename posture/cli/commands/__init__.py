"""Declares the commands, a module per group; each calls its work in the room above."""
