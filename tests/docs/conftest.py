"""The site, built once for all tests of this folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools.site.build import build


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site without the API reference, which takes a quarter of a minute."""
    folder = tmp_path_factory.mktemp("site")
    build(folder, api=False)
    return folder
