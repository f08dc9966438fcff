"""How wrong the analysis is: rendered people through the real detector, against their truth."""
