"""Headings and cells of tables about people."""

from __future__ import annotations

import unicodedata

import pytest

from posture.files.columns import SEX_HEADINGS, STATURE_HEADINGS, find_columns, parse_sex

KNOWN = {"sex": SEX_HEADINGS, "stature": STATURE_HEADINGS}


@pytest.mark.parametrize(
    "heading", ["Größe", "GRÖSSE", "Größe (cm)", "Körpergröße", "Körpergröße (cm)", "Height_cm"]
)
def test_a_stature_is_found_whole_or_decomposed(heading: str):
    for cell in (heading, unicodedata.normalize("NFD", heading)):
        assert find_columns(["Geschlecht", cell], KNOWN) == ({"sex": 0, "stature": 1}, ())


def test_every_known_heading_can_be_found():
    for field, names in KNOWN.items():
        for name in names:
            assert find_columns([name], KNOWN) == ({field: 0}, ())


def test_a_sex_is_read_whole_or_decomposed():
    for cell in ("Männlich", unicodedata.normalize("NFD", "Männlich")):
        assert parse_sex(cell) == "male"
