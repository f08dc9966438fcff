"""Ranges by how wide they are, of made-up people whose errors are known."""

from __future__ import annotations

from dataclasses import replace

import pytest

from groundtruth.score.pages.table import Table
from groundtruth.score.pages.tables import widths
from groundtruth.score.widths import QUARTERS, by_width
from tests.score.made_up import people, row


def table(bodies: int = 8) -> Table:
    """Every picture off by one; stated errors grow from far too small to far too large."""
    there = people(bodies=bodies)
    stated = [0.2 + 0.2 * k for k in range(len(there))]
    rows = {p.name: row(p, sd=sd) for p, sd in zip(there, stated, strict=True)}
    return Table.of(there, rows)


def test_each_quarter_is_judged_by_itself():
    found = by_width(table(), "cva")
    assert [part["rmse"] for part in found] == pytest.approx([1.0] * 4)
    assert [part["sd"] for part in found] == pytest.approx([0.5, 1.3, 2.1, 2.9])
    # 1.28 stated errors hold an error of one from a stated 0.79 on.
    assert [part["cover"] for part in found] == [25.0, 100.0, 100.0, 100.0]


def test_a_picture_without_an_estimate_is_left_out():
    whole = table()
    first = replace(whole.rows[0], readings={})
    found = by_width(Table(whole.people, (first, *whole.rows[1:])), "cva")
    assert found[0]["sd"] > by_width(whole, "cva")[0]["sd"]


def test_too_few_pictures_say_nothing():
    assert by_width(table(bodies=3), "cva") == []
    assert "cva" not in widths({"widths": {"cva": []}})


def test_the_table_tells_stated_and_true_error_and_how_many_hold():
    text = widths({"widths": {"cva": by_width(table(), "cva")}})
    assert all(quarter in text for quarter in QUARTERS)
    assert "| `cva` | 0.5°, 1.0°: 25 % | 1.3°, 1.0°: 100 % |" in text
