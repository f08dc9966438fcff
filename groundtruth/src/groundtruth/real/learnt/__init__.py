"""What is learnt from the marked points of real people."""
