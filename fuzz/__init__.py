"""Fuzzers of everything that reads what others wrote; ``make fuzz`` runs them.

The targets (:mod:`fuzz.targets`) need no fuzzer: ``tests/fuzz`` puts the inputs that were kept
through them again.
"""
