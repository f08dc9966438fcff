"""The app behind the gate: started with ``python -m posture.ui.serve`` by the command line."""
