"""Files to save: the table opens in a spreadsheet of the reader's language."""

from __future__ import annotations

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from tests.fixtures.analysed import analysed
from tests.fixtures.pages import button

pytestmark = pytest.mark.model


def script(language: str) -> None:
    import streamlit as st

    from posture.i18n.language import use_language
    from posture.ui.check.downloads import show_downloads

    found = st.session_state["found"]
    with use_language(language):
        show_downloads(found, found.analysis, None)


@pytest.mark.parametrize(
    ("language", "label", "dialect"),
    [("en", "Make picture", "standard"), ("de", "Bild", "excel-de")],
)
def test_the_table_follows_the_language_of_the_page(
    language: str, label: str, dialect: str, monkeypatch: pytest.MonkeyPatch
):
    asked: list[str] = []

    def made(photo: object, analysis: object, **options: Any) -> dict[str, bytes]:
        asked.append(options["dialect"])
        return {"measurements.csv": b"x"}

    monkeypatch.setattr("posture.ui.check.downloads.report_files", made)
    app = AppTest.from_function(script, kwargs={"language": language}, default_timeout=120)
    app.session_state["found"] = analysed()
    button(app.run(), label).click().run()
    assert not app.exception
    assert asked == [dialect]
    assert [one.proto.label for one in app.get("download_button")] != []
