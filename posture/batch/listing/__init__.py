"""Which photos a batch is asked for: folders, patterns, addresses, a manifest."""
