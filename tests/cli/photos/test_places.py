"""``--out`` never writes over what belongs to another photo."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PIL import Image
from typer.testing import CliRunner

from posture.analysis.types import Analysis
from posture.cli.main import app
from posture.cli.photos import frontal
from posture.files.documents.write import to_json
from posture.photo.load import load
from posture.present.report.report import NAMES
from tests.fixtures.analyses import ANALYSIS

RUN = CliRunner()


@pytest.fixture
def folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Photos whose content is a word; the analysis of each is made up, its report is not drawn."""

    def made(source: Any, name: str) -> SimpleNamespace:
        content = Path(source).read_text()
        return SimpleNamespace(name=name, sha256=content, source_size=(400, 300))

    def analysed(photo: Any, options: object) -> Analysis:
        info = replace(ANALYSIS.photo, name=photo.name, sha256=photo.sha256)
        return replace(ANALYSIS, photo=info)

    def report(photo: object, analysis: Analysis, **options: object) -> dict[str, bytes]:
        return dict.fromkeys(NAMES.values(), b"x") | {NAMES["json"]: to_json(analysis).encode()}

    monkeypatch.setattr("posture.cli.photos.analyze.load", made)
    monkeypatch.setattr("posture.analysis.pipeline.analyze_photo", analysed)
    monkeypatch.setattr("posture.present.report.report.report_files", report)
    monkeypatch.setattr("posture.cli.photos.analyze.replace", renamed)
    for name in ("a/side.jpg", "b/side.jpg", "c/side.jpg", "anna.jpg"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"content of {name}")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def renamed(one: Any, **changes: Any) -> Any:
    """``replace`` that also takes the stand-in of a photo."""
    if isinstance(one, SimpleNamespace):
        return SimpleNamespace(**(vars(one) | changes))
    return replace(one, **changes)


def analyze(*arguments: str):
    result = RUN.invoke(app, ["analyze", *arguments, "--out", "out"], env={"COLUMNS": "200"})
    assert result.exit_code == 0, result.output
    return result


def owner(path: str) -> tuple[str, str]:
    info = json.loads((Path(path) / "analysis.json").read_text())["photo_info"]
    return info["name"], info["sha256"]


@pytest.mark.usefixtures("folder")
def test_two_photos_of_one_name_are_told_apart_in_one_run():
    shown = analyze("a/side.jpg", "b/side.jpg").stdout
    assert owner("out/a-side") == ("a/side.jpg", "content of a/side.jpg")
    assert owner("out/b-side") == ("b/side.jpg", "content of b/side.jpg")
    assert sorted(path.name for path in Path("out").iterdir()) == ["a-side", "b-side"]
    for part in (" a/side.jpg ", " b/side.jpg ", "a-side/report.html", "b-side/report.html"):
        assert part in shown
    analyze("a/side.jpg", "b/side.jpg")
    assert sorted(path.name for path in Path("out").iterdir()) == ["a-side", "b-side"]


@pytest.mark.usefixtures("folder")
def test_two_photos_of_one_name_are_told_apart_across_runs():
    analyze("a/side.jpg")
    shown = analyze("b/side.jpg").stdout
    assert owner("out") == ("side.jpg", "content of a/side.jpg")
    assert owner("out/b-side") == ("b/side.jpg", "content of b/side.jpg")
    assert "out belongs to side.jpg and stays as it is; written instead: out/b-side." in shown
    analyze("c/side.jpg")
    assert owner("out/c-side")[1] == "content of c/side.jpg"
    # Once more: each finds its own files.
    before = sorted(Path("out").rglob("*"))
    for name in ("a", "b", "c"):
        analyze(f"{name}/side.jpg")
    assert sorted(Path("out").rglob("*")) == before
    assert owner("out") == ("side.jpg", "content of a/side.jpg")


@pytest.mark.usefixtures("folder")
def test_a_photo_of_another_name_gets_a_folder_of_its_name():
    analyze("a/side.jpg")
    analyze("anna.jpg")
    assert owner("out") == ("side.jpg", "content of a/side.jpg")
    assert owner("out/anna") == ("anna.jpg", "content of anna.jpg")


@pytest.mark.usefixtures("folder")
def test_content_decides_and_not_the_path():
    analyze("a/side.jpg")
    Path("moved.jpg").write_text("content of a/side.jpg")
    analyze("moved.jpg")
    assert owner("out") == ("moved.jpg", "content of a/side.jpg")
    Path("moved.jpg").write_text("edited")
    analyze("moved.jpg")
    assert owner("out") == ("moved.jpg", "content of a/side.jpg")
    (other,) = (path for path in Path("out").iterdir() if path.is_dir())
    assert owner(str(other))[1] == "edited"


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("kept", ["analysis.json", "report.pdf", "stickers.json"])
def test_files_of_unknown_origin_are_never_replaced(kept: str):
    Path("out").mkdir()
    Path("out", kept).write_text("my own")
    shown = analyze("anna.jpg").stdout
    assert Path("out", kept).read_text() == "my own"
    assert [path.name for path in Path("out").iterdir() if path.is_file()] == [kept]
    assert "out belongs to another photo and stays as it is" in shown


@pytest.mark.usefixtures("folder")
def test_with_json_the_other_folder_is_said_on_stderr():
    analyze("a/side.jpg")
    result = analyze("b/side.jpg", "--json")
    assert [json.loads(line)["status"] for line in result.stdout.splitlines()] == ["analysed"]
    assert "written instead: out/b-side" in result.stderr


def test_help_says_what_is_replaced():
    said = " ".join(RUN.invoke(app, ["analyze", "--help"]).stdout.split())
    assert "Only files of the same photo (same content) are replaced" in said


def test_the_picture_of_another_frontal_photo_stays(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    def drawn(photo: Any, sides: object) -> Any:
        return photo.pixels

    def analysed(photo: Any, options: object) -> SimpleNamespace:
        return SimpleNamespace(photo=photo)

    def nothing(*given: object) -> None:
        pass

    monkeypatch.setattr("posture.cli.photos.frontal.analyze_frontal_photo", analysed)
    monkeypatch.setattr("posture.present.overlay.frontal.draw_frontal", drawn)
    monkeypatch.setattr("posture.cli.photos.frontal._show", nothing)
    photos: list[Path] = []
    for folder, colour in (("a", "red"), ("b", "blue")):
        path = tmp_path / folder / "front.png"
        path.parent.mkdir()
        Image.new("RGB", (200, 300), colour).save(path)
        photos.append(path)
    together, apart = tmp_path / "together", tmp_path / "apart"
    frontal.run(frontal.Request(tuple(photos), together))
    for photo in (*photos, *photos):
        frontal.run(frontal.Request((photo,), apart))
    assert colours(together) == {"a-front-frontal.png": "red", "b-front-frontal.png": "blue"}
    assert colours(apart) == {"front-frontal.png": "red", "b-front-frontal.png": "blue"}


def colours(folder: Path) -> dict[str, str]:
    reds = {path.name: load(path).pixels[0, 0, 0] for path in folder.iterdir()}
    return {name: "red" if red > 128 else "blue" for name, red in reds.items()}
