"""The command line. It calls the other rooms and prints; no logic of its own."""
