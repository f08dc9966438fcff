"""The studio: clients, their visits and reports, kept on this machine or in a database."""
