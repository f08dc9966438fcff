"""The steps of the Containerfile, carried out in a bare Debian root where no builder runs."""
