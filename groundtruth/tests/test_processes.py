from __future__ import annotations

import os

import pytest

from groundtruth.processes import processes


def _threads() -> str | None:
    return os.environ.get("OMP_NUM_THREADS")


def test_a_process_keeps_to_one_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OMP_NUM_THREADS", raising=False)
    monkeypatch.delenv("OPENBLAS_NUM_THREADS", raising=False)
    with processes(1) as pool:
        assert pool.submit(_threads).result() == "1"


def test_what_somebody_set_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OMP_NUM_THREADS", "3")
    monkeypatch.setenv("OPENBLAS_NUM_THREADS", "3")
    with processes(1) as pool:
        assert pool.submit(_threads).result() == "3"
