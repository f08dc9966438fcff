"""Commands that look at this machine: what is installed, models, a running app."""
