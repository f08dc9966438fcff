"""The command line as ``python -m posture``, where its script is not on the path."""

from __future__ import annotations

from posture.cli.main import main

if __name__ == "__main__":
    main()
