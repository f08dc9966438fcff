"""A missing system library is named with the package that brings it."""

from __future__ import annotations

import builtins
from typing import Any

import pytest

from posture.errors import ModelError
from posture.pose import landmarker, libraries

PRETENDED = (("libnowhere.so.7", "libnowhere7"), ("libnowhere-x.so.7", "libnowhere7"))


def test_what_cannot_be_opened_is_listed(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(libraries.sys, "platform", "linux")
    monkeypatch.setattr(libraries, "PACKAGES", PRETENDED)
    assert libraries.missing_libraries() == list(PRETENDED)
    assert libraries.remedy().endswith("install libnowhere7")
    monkeypatch.setattr(libraries.sys, "platform", "win32")
    assert libraries.missing_libraries() == []
    assert libraries.remedy() == ""


@pytest.mark.parametrize("missing", [True, False])
def test_an_import_that_fails_says_why(monkeypatch: pytest.MonkeyPatch, missing: bool):
    real = builtins.__import__

    def broken(name: str, *rest: Any) -> Any:
        if name.startswith("mediapipe"):
            raise OSError("libnowhere.so.7: cannot open shared object file")
        return real(name, *rest)

    monkeypatch.setattr(libraries.sys, "platform", "linux")
    monkeypatch.setattr(libraries, "PACKAGES", PRETENDED if missing else ())
    monkeypatch.setattr(builtins, "__import__", broken)
    with pytest.raises(ModelError) as caught:
        landmarker.load_mediapipe()
    assert ("apt-get install libnowhere7" in str(caught.value)) == missing
