"""Reading pictures and videos in a process of its own, which may die, hang or run out of memory."""
