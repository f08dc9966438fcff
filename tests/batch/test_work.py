"""Photos that cannot be read: a row each, and the run goes on."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from fsspec.implementations.memory import MemoryFileSystem

from posture.analysis.options import Options
from posture.batch.listing.entry import Entry
from posture.batch.table.choices import Choices
from posture.batch.work import analysed_row, content_sha256

PHOTO = "memory://work/a.jpg"


@pytest.fixture
def forbidden(monkeypatch: pytest.MonkeyPatch) -> None:
    """The photo is there and may not be read."""
    MemoryFileSystem().pipe("/work/a.jpg", b"a")

    def refuse(*given: object, **named: object) -> None:
        raise PermissionError("Access denied")

    monkeypatch.setattr(MemoryFileSystem, "_open", refuse)


def test_the_content_has_its_hash(tmp_path: Path):
    (tmp_path / "a.jpg").write_bytes(b"a")
    assert content_sha256(str(tmp_path / "a.jpg")) == hashlib.sha256(b"a").hexdigest()


@pytest.mark.usefixtures("forbidden")
@pytest.mark.parametrize(
    "path", ["gone.jpg", PHOTO, "memory://work/gone.jpg", "nosuch://work/a.jpg"]
)
def test_content_that_cannot_be_read_has_none(path: str):
    assert content_sha256(path) == ""


@pytest.mark.model
@pytest.mark.usefixtures("forbidden")
def test_the_row_says_why_a_photo_cannot_be_read():
    row = analysed_row(Entry(PHOTO), Choices.of(Options()))
    assert (row["status"], row["reasons"]) == ("failed", "PermissionError")
    assert "Access denied" in str(row["reasons_text"])
