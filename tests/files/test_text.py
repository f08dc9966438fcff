"""Files in UTF-8, with and without a byte order mark, and UTF-16."""

from __future__ import annotations

import codecs
import unicodedata
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posture.errors import InputError
from posture.files.answers import read_answers
from posture.files.points import read_points
from posture.files.text import decode, plain_name, read_bytes

ENCODINGS = {
    "UTF-8": ("utf-8", b""),
    "UTF-8 with its mark": ("utf-8", codecs.BOM_UTF8),
    "UTF-16, low byte first": ("utf-16-le", codecs.BOM_UTF16_LE),
    "UTF-16, high byte first": ("utf-16-be", codecs.BOM_UTF16_BE),
}
each_encoding = pytest.mark.parametrize("encoding", ENCODINGS.values(), ids=ENCODINGS)


def encoded(text: str, encoding: tuple[str, bytes]) -> bytes:
    return encoding[1] + text.encode(encoding[0])


@each_encoding
@given(text=st.text(st.characters(codec="utf-8", exclude_characters="\ufeff\0")))
def test_text_is_read_without_its_mark(encoding: tuple[str, bytes], text: str):
    assert decode(encoded(text, encoding)) == text


@each_encoding
@pytest.mark.parametrize(
    "text",
    [
        '{"points": {"c7": {"x_px": 310, "y_px": 188.5}}}',
        "name,x_px,y_px\nc7,310,188.5\n",
        "name;x_px;y_px\r\nc7;310;188.5\r\n",
    ],
)
def test_points_files(encoding: tuple[str, bytes], text: str, tmp_path: Path):
    path = tmp_path / "points"
    path.write_bytes(encoded(text, encoding))
    (point,) = read_points(path)
    assert (point.name, point.x_px, point.y_px) == ("c7", 310, 188.5)


@each_encoding
def test_answers_files(encoding: tuple[str, bytes], tmp_path: Path):
    path = tmp_path / "answers.json"
    path.write_bytes(encoded('{"goal": "chest"}', encoding))
    assert read_answers(path).goal == "chest"


@pytest.mark.parametrize(
    "data",
    [
        "Größe".encode("latin-1"),
        codecs.BOM_UTF16_LE + b"\0",
        codecs.BOM_UTF32_LE + "c7".encode("utf-32-le"),
        codecs.BOM_UTF8 + b"\xff",
    ],
)
def test_other_encodings_are_one_clear_error(data: bytes, tmp_path: Path):
    with pytest.raises(InputError, match="UTF-8") as caught:
        decode(data)
    assert caught.value.remedy == "Save it in UTF-8."
    path = tmp_path / "answers.json"
    path.write_bytes(data)
    with pytest.raises(InputError, match="not text"):
        read_answers(path)


@pytest.mark.parametrize(
    "data",
    [
        codecs.BOM_UTF16_LE + b"\0",
        codecs.BOM_UTF32_LE + "c7".encode("utf-32-le"),
        codecs.BOM_UTF8 + b"\xff",
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
        '{"c7": "Größe"}'.encode("cp1252"),
    ],
)
def test_points_that_are_no_text_are_one_clear_error(data: bytes):
    with pytest.raises(InputError, match="not text"):
        read_points(data)


def test_a_file_that_is_not_there_or_too_long(tmp_path: Path):
    with pytest.raises(InputError, match=r"There is no file .*nothing\. Check its name\."):
        read_bytes(tmp_path / "nothing", 10, "Write it otherwise.")
    with pytest.raises(InputError, match=r"is a folder\. Name a file inside it\."):
        read_bytes(tmp_path, 10)
    (tmp_path / "long").write_bytes(b" " * 11)
    with pytest.raises(InputError, match="too long"):
        read_bytes(tmp_path / "long", 10)
    assert read_bytes(tmp_path / "long", 11) == b" " * 11


@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKC", "NFKD"])
def test_a_name_is_the_same_however_its_letters_are_composed(
    form: Literal["NFC", "NFD", "NFKC", "NFKD"],
):
    written = unicodedata.normalize(form, "  JÜRGEN\u00a0 Groß ")
    assert plain_name(written) == "jürgen gross"
