"""Speed and memory, as figures with targets: ``python -m benchmarks``."""

import os

# As the command line sets it, before NumPy is imported.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
