"""Whole batches with the real model: rows for everything, killed and resumed, dying processes."""

from __future__ import annotations

import shutil
import signal
import sqlite3
import sys
from pathlib import Path
from typing import Any

import pytest

from posture.analysis.pipeline import analyze
from posture.batch import work
from posture.batch.batch import Request, run_batch
from posture.errors import InputError
from tests.fixtures.batches import (
    SAMPLES,
    Quiet,
    children,
    kill,
    rows,
    run_here,
    started,
    wait_until,
    write_photos,
)

pytestmark = [pytest.mark.slow, pytest.mark.model]
linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")

NUMBERS = ("cva_value", "cva_sd", "kyphosis_value", "trunk_lean_value")


@pytest.fixture(scope="module")
def photos(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("photos")
    write_photos(folder, 12)
    return folder


def done_in(out: Path) -> int:
    """Photos that a run, be it running, has done."""
    try:
        # The run holds the file alone; a copy can be read.
        data = (out / "ledger.sqlite").read_bytes()
    except FileNotFoundError:
        return 0
    if not data:
        return 0  # made a moment ago, and nothing is written yet
    db = sqlite3.connect(":memory:")
    try:
        db.deserialize(data)
        return db.execute("SELECT count(*) FROM done").fetchone()[0]
    except sqlite3.DatabaseError:
        return 0
    finally:
        db.close()


def test_every_file_has_a_row_and_every_view_its_analysis(tmp_path: Path):
    folder = tmp_path / "photos"
    folder.mkdir()
    shutil.copy(SAMPLES / "standing_tall.jpg", folder / "side.jpg")
    shutil.copy(SAMPLES / "standing_tall.jpg", folder / "copy.jpg")
    shutil.copy(SAMPLES / "sides" / "front.jpg", folder / "front.jpg")
    (folder / "linked.jpg").symlink_to(folder / "side.jpg")
    (folder / "gone.jpg").symlink_to(folder / "nowhere.jpg")
    (folder / "empty.jpg").write_bytes(b"")
    (folder / "text.jpg").write_bytes(b"no picture")
    write_nobody(folder / "nobody.png")
    told = run_here(tmp_path / "out", folder, workers=2)
    found = rows(tmp_path / "out")
    assert {name: (one["status"], one["reasons"]) for name, one in found.items()} == {
        "side.jpg": ("analysed", None),
        "copy.jpg": ("analysed", None),
        "linked.jpg": ("analysed", None),
        "front.jpg": ("analysed", None),
        "gone.jpg": ("unreadable", "PhotoNotFoundError"),
        "empty.jpg": ("unreadable", "PhotoEmptyError"),
        "text.jpg": ("unreadable", "PhotoFormatError"),
        "nobody.png": ("refused", "too_blurred nobody"),
    }
    assert (told.total, told.done) == (8, 8)
    assert found["front.jpg"]["view"] == "front"
    assert found["nobody.png"]["reasons_remedy"]
    # One analysis, three rows.
    same = {
        tuple(found[one][name] for name in (*NUMBERS, "seconds", "key"))
        for one in ("side.jpg", "copy.jpg", "linked.jpg")
    }
    assert len(same) == 1
    alone: Any = analyze(SAMPLES / "standing_tall.jpg")
    assert found["side.jpg"]["cva_value"] == alone.measurements["cva"].value


def write_nobody(path: Path) -> None:
    from PIL import Image

    Image.new("RGB", (400, 500), (90, 120, 150)).save(path)


def test_a_manifest_gives_person_view_and_subject(tmp_path: Path, photos: Path):
    shutil.copy(photos / "000.jpg", tmp_path)
    shutil.copy(photos / "001.jpg", tmp_path)
    manifest = tmp_path / "list.csv"
    manifest.write_text(
        "photo,person,date,view,age,sex,stature,team\n"
        "000.jpg,Ana,2026-11-29,side,30,f,170,x\n"
        "001.jpg,Ana,2026-11-28,front,,,,y\n"
        "none.jpg,Ben,,,,,,\n"
    )
    run_here(tmp_path / "out", manifest=str(manifest), group="team", workers=1)
    found = rows(tmp_path / "out")
    first, second, none = (found[one] for one in ("000.jpg", "001.jpg", "none.jpg"))
    assert (first["person"], first["group"], first["age"], first["sex"]) == (
        "Ana",
        "x",
        30,
        "female",
    )
    assert (second["status"], second["view"], second["group"]) == ("refused", "front", "y")
    assert none["status"] == "unreadable"

    manifest.write_text(manifest.read_text() + "000.jpg,Eva,2026,,,,,\n")
    with pytest.raises(InputError) as told:
        run_here(tmp_path / "out", manifest=str(manifest), group="team")
    assert told.value.faults == (
        "Line 5: date: “2026” is not understood; write 2026-11-29 or 29.11.2026",
        "Line 5: the same photo as in line 2; delete one of them",
    )
    manifest.write_text(manifest.read_text().replace("000.jpg,Eva,2026,,,", "002.jpg,Ana,,,,m"))
    with pytest.raises(InputError, match="Line 5: Ana has another sex in line 2; correct one"):
        run_here(tmp_path / "out", manifest=str(manifest), group="team")


def test_an_address_of_a_manifest_that_nothing_reads_is_told_with_its_line(tmp_path: Path):
    manifest = tmp_path / "list.csv"
    manifest.write_text("photo,age\na.jpg,300\nxyz://photos/b.jpg,\n")
    with pytest.raises(InputError) as told:
        run_here(tmp_path / "out", manifest=str(manifest))
    age, address = told.value.faults
    assert age.startswith("Line 2: age")
    assert address.startswith("Line 3: The address xyz://photos/b.jpg cannot be used")


def test_no_photos_are_told(tmp_path: Path):
    (tmp_path / "none").mkdir()
    with pytest.raises(InputError, match="No photos were found"):
        run_batch(Request(str(tmp_path / "out"), (str(tmp_path / "none"),)), Quiet())


@linux
def test_killed_at_several_instants_and_resumed_nothing_is_done_twice_or_missed(
    tmp_path: Path, photos: Path
):
    out = tmp_path / "out"
    kept: dict[str, str] = {}
    # As it starts, in the middle, near the end.
    for least in (0, 3, 8):
        killed_after(least, photos, out)
        now = contents(out)
        assert {path: now[path] for path in kept} == kept, "a photo was done twice"
        kept = now
    assert 8 <= len(kept) <= 12
    told = run_here(out, photos, workers=2)
    assert (told.before, told.done) == (len(kept), 12 - len(kept))
    found = rows(out)
    assert sorted(found) == sorted(one.name for one in photos.iterdir())
    assert {one["status"] for one in found.values()} == {"analysed"}
    assert run_here(out, photos).done == 0


def killed_after(least: int, photos: Path, out: Path) -> None:
    """Start a run, and kill it when so many photos are done."""
    run = started(photos, "--out", out, "--workers", "2")
    if least:
        wait_until(lambda: done_in(out) >= least or run.poll() is not None)
    below = set(children(run.pid))
    kill(run.pid)
    run.communicate()
    # Its children notice by themselves.
    wait_until(lambda: not below & set(everybody()))


def everybody() -> list[int]:
    return [int(one.name) for one in Path("/proc").glob("[0-9]*")]


def contents(out: Path) -> dict[str, str]:
    """Rows that are done, whole: an analysis that is repeated takes another time."""
    if not (out / "ledger.sqlite").exists():
        return {}
    db = sqlite3.connect(out / "ledger.sqlite")
    try:
        return dict(db.execute("SELECT path, content FROM done").fetchall())
    except sqlite3.OperationalError:
        return {}
    finally:
        db.close()


@linux
def test_a_process_that_is_killed_costs_no_photo(tmp_path: Path, photos: Path):
    out = tmp_path / "out"
    run = started(photos, "--out", out, "--workers", "2")
    wait_until(lambda: done_in(out) >= 2 or run.poll() is not None)
    kill(children(run.pid)[0])
    said, complained = run.communicate(timeout=300)
    assert run.returncode == 0, complained
    assert said.startswith("12 photos: 12 analysed, 0 refused, 0 unreadable.")
    assert complained == ""
    assert len(rows(out)) == 12


def test_a_photo_that_kills_its_process_is_a_row(
    tmp_path: Path, photos: Path, monkeypatch: pytest.MonkeyPatch
):
    from posture.batch import local
    from tests.fixtures import deadly

    monkeypatch.setattr(local, "analysed_row", deadly.analysed_row)
    victim = tmp_path / "deadly.jpg"
    shutil.copy(photos / "000.jpg", victim)
    run_here(tmp_path / "out", victim, photos / "001.jpg", photos / "002.jpg", workers=2)
    found = rows(tmp_path / "out")
    assert {name: one["status"] for name, one in found.items()} == {
        "deadly.jpg": "failed",
        "001.jpg": "analysed",
        "002.jpg": "analysed",
    }
    assert found["deadly.jpg"]["reasons"] == "LostError"
    monkeypatch.setattr(local, "analysed_row", work.analysed_row)
    told = run_here(tmp_path / "out", victim, photos / "001.jpg", photos / "002.jpg", workers=1)
    assert (told.before, told.done) == (2, 1)
    assert rows(tmp_path / "out")["deadly.jpg"]["status"] == "analysed"


@linux
def test_ctrl_c_ends_cleanly_and_says_how_to_go_on(tmp_path: Path, photos: Path):
    out = tmp_path / "out"
    run = started(photos, "--out", out, "--workers", "1")
    wait_until(lambda: done_in(out) >= 1 or run.poll() is not None)
    below = children(run.pid)
    run.send_signal(signal.SIGINT)
    said, complained = run.communicate(timeout=120)
    assert (run.returncode, said) == (130, "")
    assert "of 12 photos are done and kept. Give the same command again" in complained
    assert "Traceback" not in complained
    assert not set(below) & set(everybody())
