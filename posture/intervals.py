"""How many standard errors hold a share of a normal distribution."""

HOLDS_80 = 1.2816
"""On both sides of the mean, 8 of 10 values."""

HOLDS_95 = 1.96
"""On both sides of the mean, 95 of 100 values."""

SURELY = 1.645
"""On one side of the mean, 95 of 100 values: beyond so many, a limit is surely passed."""
