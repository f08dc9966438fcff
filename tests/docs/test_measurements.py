"""The page of the documents says of every measurement what it is and what its sign means."""

from __future__ import annotations

import re

from posture.batch.table.rows import MEASURED
from tests.docs.markdown import DOCS


def test_every_measurement_has_its_sign():
    page = (DOCS / "json.md").read_text(encoding="utf-8")
    section = page.partition("## Names, units and signs\n")[2].partition("\n## ")[0]
    first_cells = [line.split("|")[1] for line in section.splitlines() if line.startswith("| `")]
    named = [name for cell in first_cells for name in re.findall(r"`(\w+)`", cell)]
    assert sorted(named) == sorted(MEASURED)
