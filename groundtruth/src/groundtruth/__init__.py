"""Bodies whose true angles are known: made, photographed, learnt from and scored against."""
