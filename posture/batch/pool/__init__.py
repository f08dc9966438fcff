"""Child processes that work through tasks; one that dies costs no more than its task."""
