"""A file's format is known by its first bytes; its ending leads back to it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posture.photo.formats import ENDINGS, FORMATS, ending_of, format_of
from tests.fixtures import hostile


@pytest.mark.parametrize("kind", FORMATS)
def test_a_photo_of_each_format_is_known_whole_and_cut_off(kind: str):
    data = hostile.encoded(kind)
    assert format_of(data) == format_of(data[:12]) == kind
    assert ending_of(data) == f".{hostile.ENDINGS[kind]}"


def test_each_ending_is_of_one_format():
    assert len(set(ENDINGS)) == len(ENDINGS)
    assert all(ending.startswith(".") and ending == ending.lower() for ending in ENDINGS)


def test_what_avif_and_heic_share_is_told_apart_by_the_other_brands():
    head = b"\0\0\0\x18ftypmif1\0\0\0\0mif1"
    assert format_of(head + b"avif") == "AVIF"
    assert format_of(head + b"heic") == format_of(head[:12]) == "HEIF"


@pytest.mark.parametrize(
    "data", [b"", b"{}", b"%PDF-1.7", b"RIFF\0\0\0\0WAVE", b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom"]
)
def test_other_files_are_no_photos(data: bytes):
    assert format_of(data) is None
    assert ending_of(data) == ""


@given(st.binary(max_size=80))
def test_any_bytes_have_a_format_or_none(data: bytes):
    assert format_of(data) in (None, *FORMATS)
    assert format_of(b"\xff\xff\xff\xffftyp" + data) in (None, "HEIF", "AVIF")
