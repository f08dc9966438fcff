from __future__ import annotations

import pypdfium2
import pytest

from posture.present.report.handout import Handout, Section, Table, handout_pdf
from posture.present.report.look import Look, Paper

FEW = 6


def rows_by_page(count: int, paper: Paper) -> list[int]:
    """How many rows of one table each page of a professional version shows."""
    rows = tuple((f"row {number}", "1.0") for number in range(count))
    section = Section("All measurements", table=Table(("Measurement", "Value"), rows))
    handout = Handout("Report", "Name", "", "Headline.", "Foot.", "", sections=(section,))
    document = pypdfium2.PdfDocument(handout_pdf(handout, "dossier", Look(paper=paper)))
    try:
        return [page.get_textpage().get_text_bounded().count("row ") for page in document]
    finally:
        document.close()


@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_no_page_is_begun_for_a_few_rows(paper: Paper):
    shown = [rows_by_page(count, paper) for count in range(36, 56)]
    assert {len(pages) for pages in shown} == {1, 2}
    assert all(pages[-1] >= FEW for pages in shown)
