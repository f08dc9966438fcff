"""With every network interface but loopback off the app does its work."""

from __future__ import annotations

import shutil
import subprocess
import sys

import pytest

from tests.e2e.serving import ROOT

APART = ("unshare", "--map-root-user", "--net")
"""Linux: a name space in which there is no network."""


def test_everything_but_the_live_stream_works_without_a_network():
    if shutil.which("unshare") is None:
        pytest.skip("no unshare: it comes with util-linux")
    allowed = subprocess.run([*APART, "true"], capture_output=True, text=True, check=False)
    if allowed.returncode:
        pytest.skip(f"this machine permits no name space of its own: {allowed.stderr.strip()}")
    run = subprocess.run(
        [*APART, sys.executable, "-m", "tests.e2e.offline"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    assert run.stdout.startswith("offline: ")
