from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from posture.cli.photos.names import other_names, output_names, shown_names


def paths(*names: str) -> list[Path]:
    return [Path("/home/eva/photos", name) for name in names]


@pytest.mark.parametrize(
    ("given", "shown", "output"),
    [
        (["me.jpg"], ["me.jpg"], ["me"]),
        (["a.jpg", "b.jpg"], ["a.jpg", "b.jpg"], ["a", "b"]),
        (["a/side.jpg", "b/side.jpg"], ["a/side.jpg", "b/side.jpg"], ["a-side", "b-side"]),
        (["a/side.jpg", "b/Side.JPG"], ["a/side.jpg", "b/Side.JPG"], ["a-side", "b-Side"]),
        (["side.jpg", "side.png"], ["side.jpg", "side.png"], ["side-jpg", "side-png"]),
        (
            ["x/may/side.jpg", "y/may/side.jpg", "front.jpg"],
            ["x/may/side.jpg", "y/may/side.jpg", "front.jpg"],
            ["x-may-side", "y-may-side", "front"],
        ),
        (
            ["a/side.jpg", "a/side.png", "b/side.jpg"],
            ["a/side.jpg", "side.png", "b/side.jpg"],
            ["a-side-jpg", "a-side-png", "b-side-jpg"],
        ),
        (["me.jpg", "me.jpg"], ["me.jpg", "me.jpg"], ["me", "me-2"]),
        (["a/me.jpg", "b/me.jpg", "a-me.jpg"], ["a/me.jpg", "b/me.jpg", "a-me.jpg"], None),
        (["me .jpg"], ["me .jpg"], ["me"]),
    ],
)
def test_photos_of_one_run_are_told_apart(
    given: list[str], shown: list[str], output: list[str] | None
):
    assert shown_names(paths(*given)) == shown
    made = output_names(paths(*given))
    assert made == output or output is None
    assert len({name.casefold() for name in made}) == len(given)


def test_relative_paths_are_named_after_their_folders(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    folder = tmp_path / "may"
    folder.mkdir()
    monkeypatch.chdir(folder)
    given = [Path("side.jpg"), Path("../june/side.jpg")]
    assert output_names(given) == ["may-side", "june-side"]
    assert shown_names(given) == ["may/side.jpg", "june/side.jpg"]


def test_further_names_never_end_and_never_repeat():
    made = list(itertools.islice(other_names(Path("/eva/may/side.jpg")), 40))
    assert made[:4] == ["may-side", "eva-may-side", "side-2", "side-3"]
    assert len(set(made)) == 40
