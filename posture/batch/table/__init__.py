"""A batch's table: its rows, what is kept of them while it runs, its files."""
