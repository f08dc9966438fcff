"""The list of rooms for contributors names every room that the import contract knows."""

from __future__ import annotations

import re
import tomllib

from tests.docs.markdown import ROOT


def test_contributors_find_every_room():
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    layers = next(one["layers"] for one in contracts if one["id"] == "rooms")
    rooms = {name for layer in layers for name in re.findall(r"\w+", layer)}
    table = re.search(
        r"## Where things are\n(.*?)\n## ", (ROOT / "CONTRIBUTING.md").read_text("utf-8"), re.DOTALL
    )
    assert table is not None
    named = set(re.findall(r"`(\w+)(?:/|\.py)`", table[1]))
    assert rooms <= named
