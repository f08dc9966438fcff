"""The real pipeline on two sample pictures, as if they were photographs with marked points."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import posture
import pytest
from posture.body.estimate.features import names as feature_names
from posture.errors import InputError
from posture.photo.load import load
from typer.testing import CliRunner, Result

from groundtruth.command import app
from groundtruth.real import results as module
from groundtruth.real.labels import read_labels
from groundtruth.real.measured import NOT_THERE
from groundtruth.real.results import results
from tests.fixtures import ROOT, SAMPLES

if TYPE_CHECKING:
    from posture.photo.photo import Photo

POINTS = {"tragus": (400, 150), "c7": (380, 220), "malleolus": (390, 980), "toe": (450, 1000)}


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    """Labels of two samples, and the folder that holds them."""
    labels, photos = tmp_path / "labels", tmp_path / "photos"
    labels.mkdir()
    photos.mkdir()
    lines, listed = ["photo,point,x,y,rater"], ["name\tperson\tsha256"]
    for sample in SAMPLES[:2]:
        shutil.copy(sample, photos / sample.name)
        lines += [f"{sample.name},{name},{x},{y},1" for name, (x, y) in POINTS.items()]
        listed += [f"{sample.name}\tone\t{hashlib.sha256(sample.read_bytes()).hexdigest()}"]
    (labels / "points.csv").write_text("\n".join(lines), "utf-8")
    (labels / "photos.tsv").write_text("\n".join(listed), "utf-8")
    return labels, photos


@pytest.mark.model
def test_answers_are_those_of_the_program_and_are_kept(
    folders: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    given = read_labels(folders[0])
    first = results(given, folders[1], tmp_path / "store")
    direct = posture.analyze(folders[1] / first[0].photo)
    assert isinstance(direct, posture.Analysis)
    assert first[0].analysis is not None
    assert first[0].analysis.measurements == dict(direct.measurements)
    assert np.array_equal(
        first[0].analysis.body.points.covariance, direct.body.points.covariance, equal_nan=True
    )
    assert first[0].features.shape == (len(feature_names()),)
    assert np.isfinite(first[0].landmarks).all()
    calls: list[str] = []
    analysed = module._analysed  # pyright: ignore[reportPrivateUsage]

    def counted(photo: Photo) -> dict[str, Any]:
        calls.append(photo.name)
        return analysed(photo)

    monkeypatch.setattr(module, "_analysed", counted)
    again = results(given, folders[1], tmp_path / "store")
    assert calls == []
    assert again[1].analysis == first[1].analysis
    min((tmp_path / "store").iterdir()).unlink()
    results(given, folders[1], tmp_path / "store")
    assert len(calls) == 1


def test_a_photograph_that_was_not_marked_is_said(folders: tuple[Path, Path], tmp_path: Path):
    name = SAMPLES[0].name
    shutil.copy(SAMPLES[2], folders[1] / name)
    with pytest.raises(InputError, match=f"{name} is not the photograph"):
        results(read_labels(folders[0]), folders[1], tmp_path / "store")


def test_without_photographs_one_sentence_and_no_error(folders: tuple[Path, Path], tmp_path: Path):
    told = run("--labels", folders[0], "--photos", tmp_path / "nothing", "--out", tmp_path / "o")
    assert told.exit_code == 0
    assert told.output.strip() == NOT_THERE
    (tmp_path / "empty").mkdir()
    told = run("--labels", folders[0], "--photos", tmp_path / "empty", "--out", tmp_path / "o")
    assert (told.exit_code, told.output.strip()) == (0, NOT_THERE)


def test_labels_that_cannot_be_read_end_with_2(folders: tuple[Path, Path], tmp_path: Path):
    (folders[0] / "points.csv").write_text("photo,point\n", "utf-8")
    told = run("--labels", folders[0], "--photos", folders[1], "--out", tmp_path / "o")
    assert told.exit_code == 2
    assert "has no rows" in told.output


@pytest.mark.model
def test_the_command_prints_figures_and_writes_what_is_asked_for(
    folders: tuple[Path, Path], tmp_path: Path
):
    published = tmp_path / "docs" / "accuracy.json"
    published.parent.mkdir()
    shutil.copy(ROOT / "posture/present/learn/accuracy.json", published)
    before = json.loads(published.read_text("utf-8"))
    page, rows = tmp_path / "docs" / "accuracy.md", tmp_path / "rows.npz"
    told = run(
        *("--labels", folders[0], "--photos", folders[1], "--out", tmp_path / "out"),
        *("--json", published, "--page", page, "--date", "2026-11-29", "--features", rows),
    )
    assert told.exit_code == 0, told.output
    lines = [line for line in told.output.splitlines() if line.endswith(("holds", "short"))]
    assert "cva, real, mean error" in lines[0]
    after = json.loads(published.read_text("utf-8"))
    assert (after["real"]["photographs"], after["real"]["people"]) == (2, 1)
    assert after["sets"] == before["sets"]
    assert "2 public side photographs of 1 standing people" in page.read_text("utf-8")
    assert (tmp_path / "docs" / "accuracy" / "real.md").is_file()
    with np.load(rows) as kept:
        assert kept["features"].shape == (2, len(kept["feature_names"]))
        assert kept["landmarks"].shape == (2, 33, 2)
        assert kept["positions"].shape == (2, 35, 2)
        assert kept["covariance"].shape == (2, 70, 70)
        assert kept["marked_px"][0, list(kept["marked"]).index("c7")].tolist() == [380.0, 220.0]
        assert np.isnan(kept["marked_px"][0, list(kept["marked"]).index("knee")]).all()
        assert kept["person"].tolist() == ["one", "one"]


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, ["real", *map(str, arguments)])


@pytest.mark.model
def test_landmarks_are_those_of_the_picture_without_its_bars(
    folders: tuple[Path, Path], tmp_path: Path
):
    """As the program takes it: bars are cut off, coordinates stay those of the picture."""
    (alone, *_) = results(read_labels(folders[0]), folders[1], tmp_path / "store")
    pixels = load(folders[1] / alone.photo).pixels
    bar = len(pixels) // 6
    barred = load(np.pad(pixels, ((bar, bar), (0, 0), (0, 0))))
    found = module._analysed(barred)  # pyright: ignore[reportPrivateUsage]
    moved = np.array(found["landmarks"]) - (0, bar)
    assert np.abs(moved - alone.landmarks).max() < 0.01 * len(pixels)
