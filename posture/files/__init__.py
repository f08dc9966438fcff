"""Every file format read or written; knows nothing of how anything was computed."""
