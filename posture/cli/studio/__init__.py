"""Commands that keep the studio's records and accounts."""
