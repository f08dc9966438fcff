"""The tables of findings on a terminal of 80 columns."""

from __future__ import annotations

import io

import pytest
from rich.console import Console
from rich.table import Table

from posture.assess.assess import assess
from posture.cli.photos import frontal, show
from posture.i18n.language import use_language
from posture.present.wording import number, title
from tests.assess.people import person
from tests.fixtures.fronts import frontal_analysis

# One of them is told in many words: "higher than in most people; no concern".
WIDE = person("estimated", 0.3, cva=3.0, shoulder_protraction=-3.0)


def printed(table: Table) -> str:
    out = io.StringIO()
    Console(file=out, width=80, highlight=False).print(table)
    return out.getvalue()


def side_table(*, spread: bool) -> Table:
    found = assess(WIDE).findings
    return show._findings(found, WIDE, dict.fromkeys(WIDE, 2.5) if spread else None)


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("spread", [False, True])
def test_names_and_numbers_are_whole_at_80_columns(language: str, spread: bool):
    with use_language(language):
        text = printed(side_table(spread=spread))
        titles = [title(name) for name in WIDE]
        numbers = [number(one) for one in WIDE.values()]
    assert [word for one in titles for word in one.split() if word not in text] == []
    assert [one for one in numbers if one not in text] == []
    assert max(map(len, text.splitlines())) <= 80
    # Not a word a line: a table of names, not of letters.
    assert len(text.splitlines()) < 5 * len(WIDE)


@pytest.mark.parametrize("language", ["en", "de"])
def test_names_of_a_frontal_photo_are_whole_at_80_columns(language: str):
    with use_language(language):
        sides = frontal_analysis(-6.0)
        text = printed(frontal._findings(sides))
        titles = [title(one.measurement) for one in sides.assessment.findings]
    assert [word for one in titles for word in one.split() if word not in text] == []
    assert "°" in text
    assert max(map(len, text.splitlines())) <= 80
