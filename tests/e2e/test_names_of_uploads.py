"""What a file is called and what is written in it stays in the visitor's own session.

The server and its processes run with a hook that sees every path which Python opens, makes or
renames: a temporary file's name is caught however short it lives. What OpenCV opens was made by
Python before.
"""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Browser, expect

from tests.e2e import serving
from tests.e2e.visitor import KEEP, SAMPLES, drop, found, open_fold, settled, visit
from tests.photo.films import film

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")

CANARY = "Xaveria Quellenhof"
"""Name of every file, and written into the photo."""

HOOK = """
import os, sys

def _note(event, arguments):
    if event in ("open", "os.mkdir", "os.rename", "os.link", "os.symlink", "subprocess.Popen"):
        os.write(_told, (repr((event, arguments[:3])) + "\\n").encode("utf-8", "replace"))

_told = os.open(os.environ["PATHS_SEEN"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
sys.addaudithook(_note)
"""


def test_no_log_bundle_or_file_name_holds_the_name_of_a_person(browser: Browser, tmp_path: Path):
    home, scratch, hooks = (tmp_path / name for name in ("home", "scratch", "hooks"))
    for folder in (home, scratch, hooks):
        folder.mkdir()
    (hooks / "sitecustomize.py").write_text(HOOK)
    log, seen = tmp_path / "log.jsonl", tmp_path / "seen.txt"
    variables: dict[str, str] = {
        **{"HOME": str(home), "TMPDIR": str(scratch), "POSTURE_LOG_FILE": str(log)},
        **{"PYTHONPATH": f"{hooks}{os.pathsep}{serving.ROOT}", "PATHS_SEEN": str(seen)},
        **{"POSTURE_MODEL_DIR": str(serving.ROOT / "models")},
    }
    with serving.served_process(serving.APP, **variables) as (address, process):
        _visit_with_files(browser, address, tmp_path)
        # Standard output and error of the server.
        said = Path(f"/proc/{process.pid}/fd/1").read_text(errors="replace")
    bundle = tmp_path / "bundle.zip"
    asked = ("doctor", "--bundle", str(bundle), "--yes")
    start = "from posture.cli.main import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", start, *asked],
        env={**os.environ, **variables},
        cwd=home,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    with zipfile.ZipFile(bundle) as opened:
        bundled = "".join(opened.read(name).decode() for name in opened.namelist())
    told = log.read_text()
    # Each of them has what was done, so that the test sees what it looks for.
    for text, event in (
        (told, "photo.analysed"),
        (told, "photo.unreadable"),
        (bundled, "analysed"),
    ):
        assert event in text
    opened_paths = seen.read_text()
    assert str(scratch) in opened_paths
    names = "\n".join(str(path) for top in (home, scratch) for path in top.rglob("*"))
    for text in (said, told, bundled, done.stdout, done.stderr, opened_paths, names):
        for part in CANARY.split():
            assert part not in text


def _visit_with_files(browser: Browser, address: str, folder: Path) -> None:
    """A photo with its report, one that is damaged, and a video."""
    photo = folder / f"{CANARY}.jpg"
    exif = Image.Exif()
    exif[0x010E] = exif[0x013B] = CANARY
    with Image.open(SAMPLES / "head_forward.jpg") as opened:
        opened.save(photo, exif=exif)
    broken = folder / f"{CANARY} broken.jpg"
    broken.write_bytes(photo.read_bytes()[:3000])
    clip = folder / f"{CANARY}.mp4"
    with Image.open(photo) as opened:
        clip.write_bytes(film([np.asarray(opened.convert("RGB"))] * 12))
    context = browser.new_context()
    try:
        page = context.new_page()
        page.set_default_timeout(serving.PATIENCE_MS)
        visit(page, address)
        drop(page, photo)
        found(page)
        expect(page.get_by_text(f"{CANARY}.jpg, facing")).to_be_visible()
        open_fold(page, KEEP)
        page.get_by_role("button", name="Make picture, report and data").click()
        expect(page.get_by_role("button", name="Report (PDF)")).to_be_visible()
        visit(page, address)
        drop(page, broken)
        expect(page.get_by_test_id("stAlert").first).to_contain_text(CANARY)
        settled(page)
        visit(page, address)
        drop(page, clip)
        found(page)
        expect(page.get_by_text(f"{CANARY}.mp4 at").first).to_be_visible()
    finally:
        context.close()
