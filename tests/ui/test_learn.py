"""The page "Learn", driven by Streamlit's own test harness."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from posture.assess.knowledge import knowledge
from posture.present.learn.accuracy import accuracy
from posture.present.learn.pages import PAGES, read_page


def script() -> None:
    from posture.ui.learn import page

    page()


def opened(name: str) -> AppTest:
    app = AppTest.from_function(script, default_timeout=30)
    app.session_state["learn_page"] = name
    return app.run()


def texts(app: AppTest) -> str:
    shown = [*app.markdown, *app.caption, *app.header, *app.info]
    text = "\n".join(element.value for element in shown)
    return text.replace("\\", "").replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize("name", PAGES)
def test_every_page_opens_with_its_title(name: str):
    app = opened(name)
    assert not app.exception
    assert app.header[0].value == read_page(name).title
    first = next(part for part in read_page(name).parts if part.kind == "text")
    assert first.content in texts(app)


def test_the_first_page_comes_first_and_leads_on_to_the_last():
    app = AppTest.from_function(script, default_timeout=30).run()
    for name in PAGES[:-1]:
        assert app.header[0].value == read_page(name).title
        app.button(key="learn_next").click().run()
    assert app.header[0].value == read_page(PAGES[-1]).title
    assert not app.button
    assert not app.exception


def test_the_first_page_is_chosen_at_first():
    app = AppTest.from_function(script, default_timeout=30).run()
    assert not app.exception
    assert app.session_state["learn_page"] == PAGES[0]
    assert app.header[0].value == read_page(PAGES[0]).title


def test_errors_come_from_the_accuracy_file():
    found = accuracy()
    shown = texts(opened("numbers"))
    for paragraph in found.paragraphs:
        assert paragraph in shown
    for row in found.rows:
        assert " | ".join(row) in shown
    assert "rendered pictures" in shown


def test_red_flags_and_grades_are_those_of_the_knowledge():
    shown = texts(opened("clinician"))
    for record in knowledge().screening.values():
        assert record.question in shown
        assert record.advice in shown
    app = opened("evidence")
    labels = [e.label.replace("\\", "") for e in app.expander]
    for record in knowledge().imbalances.values():
        assert any(record.title in label and record.grade in label for label in labels)
        for claim in (*record.evidence_for, *record.evidence_against):
            assert claim.text in texts(app)


def test_without_samples_the_page_on_photos_still_opens(
    monkeypatch: pytest.MonkeyPatch, tmp_path: object
):
    monkeypatch.setattr("posture.ui.learn.SAMPLES", tmp_path)
    assert not opened("photo").exception
