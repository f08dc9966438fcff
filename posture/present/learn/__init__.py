"""The pages of Learn and the accuracy figures that they show."""
