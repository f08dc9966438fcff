"""A visit: photos, verdict, questions, notes and plan."""
