"""Lines of a table, whatever separates their cells."""

from __future__ import annotations

import io

import pytest

from posture.files.csv_in import Line, csv_lines


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("named", [False, True])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_the_separator_is_found_or_named(separator: str, named: bool, end: str):
    first = [f"sep={separator}"] if named else []
    text = end.join([*first, f"a{separator}b", "", f"1{separator}2"])
    assert list(csv_lines(io.BytesIO(text.encode()))) == [
        Line(1 + named, ("a", "b"), separator),
        Line(3 + named, ("1", "2"), separator),
    ]
