from __future__ import annotations

import pytest

from posture.present.learn import accuracy as module
from posture.present.learn.accuracy import accuracy, parse
from posture.present.wording import title
from tests.fixtures.shared import ROOT

PAGE = """# How far off

**In short.** Off by 2°.

## How wrong, at a glance

| Measurement | off by |
| --- | ---: |
| Head | 2° |
| Knee | 3° |

*Off by* is a mean.

## Targets

| Figure | value |
| --- | ---: |
| x | 1 |
"""


def test_summary_and_table_are_those_of_the_page():
    found = parse(PAGE)
    assert found.summary == "Off by 2°."
    assert found.header == ("Measurement", "off by")
    assert found.rows == (("Head", "2°"), ("Knee", "3°"))
    assert found.note == "*Off by* is a mean."


@pytest.mark.parametrize(
    "text",
    [
        "",
        PAGE.replace("In short", "In long"),
        PAGE.replace("at a glance", "later"),
        PAGE.replace("| Head | 2° |\n| Knee | 3° |\n", ""),
    ],
)
def test_a_page_of_another_shape_is_a_fault_of_ours(text: str):
    with pytest.raises(ValueError, match="accuracy page"):
        parse(text)


def test_the_page_of_this_checkout_can_be_read():
    found = accuracy()
    assert found is not None
    text = (ROOT / "docs" / "accuracy.md").read_text("utf-8")
    assert found.summary in text
    assert len(found.rows) > 10
    assert title("cva") in [row[0] for row in found.rows]


def test_nowhere_is_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path):
    monkeypatch.setattr(module, "_CHECKOUT", tmp_path)
    monkeypatch.setattr(module, "files", lambda package: tmp_path)
    assert accuracy() is None
    (tmp_path / "accuracy.md").write_text(PAGE, "utf-8")
    found = accuracy()
    assert found is not None
    assert found.summary == "Off by 2°."
