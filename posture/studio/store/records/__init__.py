"""Records in the tables: clients, visits, the profile, and who did what."""
