"""Redirected output on code pages that lack arrows, boxes or umlauts."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from posture.cli.encoding import write_on_any_code_page
from posture.cli.photos import show
from posture.errors import PhotoEmptyError
from posture.i18n.language import use_language
from tests.fixtures.analyses import ANALYSIS, REFUSAL
from tests.fixtures.shared import ROOT

CODE_PAGES = ["cp1252", "cp850", "cp437", "ascii"]
START = "from posture.cli.main import main; main()"


def redirected(monkeypatch: pytest.MonkeyPatch, encoding: str) -> io.BytesIO:
    """What is written to stdout, as a file that it was redirected to."""
    file = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(file, encoding, write_through=True))
    return file


def started(encoding: str, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    environment = os.environ | {"PYTHONIOENCODING": encoding}
    command = [sys.executable, "-c", START, *arguments]
    return subprocess.run(command, check=False, capture_output=True, cwd=ROOT, env=environment)


@pytest.mark.parametrize("encoding", CODE_PAGES)
@pytest.mark.parametrize("language", ["en", "de"])
def test_a_whole_result_can_be_redirected(
    encoding: str, language: str, monkeypatch: pytest.MonkeyPatch
):
    file = redirected(monkeypatch, encoding)
    write_on_any_code_page()
    with use_language(language):
        show.analysis(ANALYSIS)
        show.refusal(REFUSAL)
        show.unreadable(Path("Foto Ł→.jpg"), PhotoEmptyError("Leer.", "Noch einmal."))
    text = file.getvalue().decode(encoding)
    assert "?" not in text.splitlines()[0]
    assert "> " in text
    assert "Foto" in text
    assert "\\u2192" not in text


def test_a_code_page_keeps_the_characters_that_it_has(monkeypatch: pytest.MonkeyPatch):
    file = redirected(monkeypatch, "cp1252")
    write_on_any_code_page()
    print("Rücken 12 ± 3° → ☐ −4 𝄞")
    assert file.getvalue().decode("cp1252").strip() == "Rücken 12 ± 3° > [ ] -4 ?"


def test_utf_8_is_left_alone(monkeypatch: pytest.MonkeyPatch):
    file = redirected(monkeypatch, "utf-8")
    write_on_any_code_page()
    print("→ ☐ 𝄞")
    assert file.getvalue().decode().strip() == "→ ☐ 𝄞"


@pytest.mark.parametrize("encoding", ["cp1252", "cp437"])
@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("--language", "de", "--help"), 0),
        (("--language", "de", "analyze", "--help"), 0),
        (("--language", "de", "analyze", "Ł→.jpg"), 4),
        (("--language", "de", "analyze", "Ł→.jpg", "--age", "900"), 2),
        (("--language", "Ł→", "doctor"), 2),
        (("analyze", "Ł→.jpg", "--Ł→"), 2),
    ],
)
def test_help_and_errors_end_without_a_traceback(
    encoding: str, arguments: tuple[str, ...], code: int
):
    done = started(encoding, *arguments)
    written = done.stdout + done.stderr
    assert b"Traceback" not in written, written.decode(encoding, "replace")
    assert done.returncode == code
    written.decode(encoding)
