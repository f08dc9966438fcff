"""Where the studio keeps its records: a database, and photos as files beside it."""
