"""Every distribution of the lock has a licence that is known, and judged where it has to be."""

from __future__ import annotations

import re
from importlib import metadata
from pathlib import Path

import pytest

from tools import notices
from tools.notices import Component, LicenceError

ROOT = Path(__file__).parents[1]
TEXT = notices.NOTICES.read_text("utf-8")
ROWS = dict(re.findall(r"^\| (\S+) \| ([^|]+) \| [^|]+ \|$", TEXT.split("## All")[1], re.MULTILINE))


def test_the_notices_are_as_the_installed_distributions_say():
    assert notices.page() == TEXT, "run `make notices`"


def test_every_distribution_of_the_lock_is_listed_with_its_versions():
    locked = {name: ", ".join(versions) for name, versions in notices.locked().items()}
    assert len(locked) > 80
    assert {name: ROWS.get(name) for name in locked} == locked


def test_what_was_read_by_hand_is_needed_and_of_this_lock():
    told = notices.judgements()
    for table in told.values():
        assert table.keys() <= notices.locked().keys()
    # A licence that the metadata now says itself is not kept by hand.
    assert [n for n in told["read"] if "License-Expression" in metadata.metadata(n)] == []


@pytest.mark.parametrize(
    ("licence", "attribution"),
    [
        ("MIT", True),
        ("Apache-2.0 OR BSD-3-Clause", True),
        ("GPL-3.0-only OR MIT", True),
        ("MPL-2.0 AND MIT", False),
        ("LGPL-3.0-only", False),
        ("SSPL-1.0", False),
    ],
)
def test_more_than_attribution_is_told_apart(licence: str, attribution: bool):
    assert Component("x", ("1",), licence).is_attribution is attribution


@pytest.mark.parametrize("name", ["psycopg", "sqlcipher3"])
def test_what_is_not_judged_or_not_known_stops_it(name: str, monkeypatch: pytest.MonkeyPatch):
    told = {
        table: {one: said for one, said in rows.items() if one != name}
        for table, rows in notices.judgements().items()
    }
    monkeypatch.setattr(notices, "judgements", lambda: told)
    with pytest.raises(LicenceError, match=rf"^{name}: "):
        notices.components()


def test_the_model_and_what_wheels_hold_are_named():
    assert "The MediaPipe Authors" in TEXT
    for name, library in (("av", "libx264"), ("pillow-heif", "libx265")):
        libraries = {str(path) for path in metadata.files(name) or () if ".libs/" in str(path)}
        if any(library in one for one in libraries):
            assert re.search(rf"^\| {name} \| .*{library}", TEXT, re.MULTILINE)
