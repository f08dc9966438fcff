"""What the name of a photo tells."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from posture.files.views import VIEW_WORDS
from posture.studio.exchange.photo_places import view_of


@pytest.mark.parametrize(("word", "view"), VIEW_WORDS.items())
def test_each_word_of_a_manifest_tells_the_view_in_a_name_too(word: str, view: str):
    assert view_of(PurePosixPath(f"Ada/2026-01-02_{word.title()}1.jpg")) == view


@pytest.mark.parametrize(
    ("name", "view"),
    [("photo", "side"), ("backpack", "side"), ("rear left", "back"), ("right_front", "front")],
)
def test_the_view_of_a_name(name: str, view: str):
    assert view_of(PurePosixPath(f"{name}.jpg")) == view
