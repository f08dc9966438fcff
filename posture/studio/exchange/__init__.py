"""Clients out, as CSV, JSON and FHIR, and in, from tables, folders of photos and analyses."""
