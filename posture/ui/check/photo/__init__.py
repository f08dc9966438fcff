"""The photos of the page "Check": chosen, analysed, told apart, or refused with what to do."""
