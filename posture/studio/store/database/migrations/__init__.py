"""Migrations of the database, run by Alembic when a studio is opened."""
