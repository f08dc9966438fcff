"""``posture app``: start Streamlit on the pages of the app."""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

# Given on the command line too, so that they hold outside a checkout with its config file.
PRIVATE = (
    "--browser.gatherUsageStats=false",
    "--server.address=localhost",
)


def run() -> int:
    """Start the app and wait until it ends.

    Returns
    -------
    int
        Streamlit's own exit code; 0 when stopped by the keyboard.
    """
    spec = find_spec("posture.ui.check")
    assert spec is not None and spec.origin is not None, "the page is part of this package"
    page = Path(spec.origin).with_name("main.py")
    command = [sys.executable, "-m", "streamlit", "run", str(page), *PRIVATE]
    try:
        return subprocess.run(command, check=False).returncode
    except KeyboardInterrupt:
        return 0
