"""Speed and memory, as figures with targets: ``python -m benchmarks``."""
