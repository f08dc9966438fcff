"""Decoders that crash, hang, take all memory or tell nonsense end in one ordinary error."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest

from posture.errors import PhotoTooLargeError, PhotoTruncatedError, VideoError
from posture.i18n.language import use_language
from posture.photo import limits
from posture.photo.child.process import Child
from posture.photo.decode import decode
from posture.photo.plain import plain_format
from posture.photo.read import decoder, read_in, read_picture
from posture.photo.video import best_frames
from tests.fixtures import hostile
from tests.fixtures.shared import ROOT

STAND_IN = "tests.photo.child_stand_ins"
NOT_HERE = pytest.mark.skipif(sys.platform == "win32", reason="the platform has no such limit")


@pytest.fixture(scope="module")
def broken() -> Iterator[Child]:
    child = Child(STAND_IN)
    yield child
    child.close()


def _is_well(child: Child) -> None:
    found = read_in(child, b"sound", "me.heic", 1000)
    assert found.pixels.shape == (2, 64, 3)
    assert (found.focal_px, found.taken) == (50.0, datetime(2026, 11, 29, 12))


@pytest.mark.parametrize("fault", [b"crash", b"no shape", b"no answer", b"x" * 1001])
def test_a_decoder_that_dies_or_lies_is_a_damaged_photo_and_the_next_one_is_read(
    broken: Child, fault: bytes
):
    with pytest.raises(PhotoTruncatedError, match=r"me\.heic is cut off or damaged") as caught:
        read_in(broken, fault, "me.heic", 1000)
    assert caught.value.remedy
    _is_well(broken)


def test_a_decoder_that_hangs_is_killed(broken: Child):
    _is_well(broken)
    began = time.monotonic()
    with pytest.raises(PhotoTooLargeError, match="longer than 1 seconds"):
        read_in(broken, b"hang", "me.heic", 1000, seconds=1.0)
    assert time.monotonic() - began < 20
    _is_well(broken)


@NOT_HERE
def test_a_decoder_that_takes_all_memory_is_stopped(broken: Child):
    with pytest.raises(PhotoTooLargeError, match="more memory"):
        read_in(broken, b"memory", "me.heic", 1000)
    _is_well(broken)


def test_what_a_library_prints_is_no_answer(broken: Child):
    assert read_in(broken, b"prints", "me.heic", 1000).source_size == (64, 2)


def test_a_video_whose_decoder_dies_is_a_video_that_cannot_be_read():
    with pytest.raises(VideoError, match="not a video that can be read"):
        best_frames(b"sound", name="me.mp4", module=STAND_IN)


def test_the_child_speaks_the_language_of_who_asks():
    cut = hostile.encoded("WEBP")[:600]
    with use_language("de"), pytest.raises(PhotoTruncatedError, match="beschädigt"):
        read_picture(cut, "me.webp", 1000)


@pytest.mark.parametrize("kind", [*hostile.ENDINGS, "progressive"])
def test_the_pixels_are_those_of_this_process(kind: str):
    if kind == "progressive":
        data = hostile.encoded("JPEG", progressive=True)
    else:
        data = hostile.encoded(kind)
    here, there = decode(data, "a", 200), read_picture(data, "a", 200)
    assert np.array_equal(here.pixels, there.pixels)
    assert there.pixels.flags.writeable
    assert (here.source_size, here.factor) == (there.source_size, there.factor)


def test_one_process_serves_many_pictures():
    data = hostile.encoded("WEBP")
    read_picture(data, "a", 200)
    first = decoder().pid
    read_picture(data, "b", 200)
    assert decoder().pid == first


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (hostile.encoded("JPEG"), "JPEG"),
        (hostile.encoded("PNG"), "PNG"),
        (hostile.encoded("JPEG", progressive=True), None),
        (hostile.encoded("WEBP"), None),
        (hostile.encoded("TIFF"), None),
        (hostile.encoded("GIF"), None),
        (hostile.encoded("BMP"), None),
        (hostile.encoded("HEIF"), None),
        (hostile.encoded("AVIF"), None),
        (hostile.png(8000, 8000, b""), None),
        (b"\xff\xd8\xff", None),
        (b"\xff\xd8\xff\xe0\0\0" * 50, None),
        (b"", None),
    ],
)
def test_plain_files_alone_are_decoded_here(made: bytes, expected: str | None):
    assert plain_format(made) == expected


def test_a_plain_file_that_takes_all_memory_is_told(monkeypatch: pytest.MonkeyPatch):
    def out_of_memory(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr("posture.photo.read.decode", out_of_memory)
    with pytest.raises(PhotoTooLargeError, match="more memory"):
        read_picture(hostile.encoded("PNG"), "me.png", 1000)


def test_the_child_imports_little():
    """It starts in a fraction of a second because neither the model nor OpenCV is imported."""
    code = (
        "import sys, posture.photo.child.__main__; "
        "print([one for one in ('ai_edge_litert', 'cv2', 'pydantic', 'streamlit', 'babel') "
        "if one in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert done.stdout.strip() == "[]"


def test_no_module_beside_the_photos_is_imported(tmp_path: Path):
    (tmp_path / "numpy.py").write_text("raise SystemExit(3)")
    (tmp_path / "a.webp").write_bytes(hostile.encoded("WEBP"))
    code = (
        f"import sys; sys.path[0] = {str(ROOT)!r}; from posture.photo.load import load; "
        "print(load('a.webp').pixels.shape)"
    )
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
        env={name: value for name, value in os.environ.items() if name != "PYTHONPATH"},
    )
    assert (done.stdout.strip(), done.stderr) == ("(320, 240, 3)", "")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the platform has no fork")
def test_the_child_ends_with_the_process_that_started_it():
    code = (
        "import os; from posture.photo.read import decoder, read_picture; "
        "from tests.fixtures import hostile; read_picture(hostile.encoded('WEBP'), 'a', 200); "
        "print(decoder().pid, flush=True); os._exit(0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    pid = int(done.stdout)
    for _ in range(100):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return
        time.sleep(0.1)
    pytest.fail("it is still there")


def test_the_sentences_of_the_limits_say_what_to_do():
    for error in (limits.too_slow("a.heic", 60.0), limits.too_much_memory("a.heic")):
        assert "a.heic" in error.message
        assert "JPEG" in error.remedy
