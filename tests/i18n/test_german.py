"""The product in German: command line, documents, the app's language choice."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest
from typer.testing import CliRunner

from posture.assess.assess import assess
from posture.assess.assessment import Answers
from posture.cli.main import app
from posture.files.documents.write import to_document
from posture.i18n.language import set_default_language, use_language
from posture.present.learn.accuracy import accuracy
from posture.present.learn.pages import PAGES, read_page
from posture.present.report.html import render_html
from posture.present.report.model import build
from tests.assess.people import all_no, person
from tests.fixtures.analyses import REFUSAL
from tests.present import examples

RUNNER = CliRunner()
DAY = datetime.date(2026, 3, 1)


@pytest.mark.parametrize("arguments", [["--language", "de", "-h"], ["--language", "de_AT", "-h"]])
def test_help_is_german_where_asked_for(arguments: list[str]):
    done = RUNNER.invoke(app, arguments)
    assert done.exit_code == 0
    assert "Seitenfotos auswerten." in done.output
    assert "Befehle:" in done.output
    # And the next reader gets English again.
    assert "Analyse side-view photos." in RUNNER.invoke(app, ["-h"]).output


def test_the_environment_chooses_too(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("POSTURE_LANGUAGE", "de")
    done = RUNNER.invoke(app, ["analyze", "-h"])
    assert "Körpergröße, 100 bis 230 cm." in done.output


def test_an_unknown_language_is_a_usage_fault():
    done = RUNNER.invoke(app, ["--language", "xx", "version"])
    assert done.exit_code == 2
    assert 'language is one of en, de, not "xx"' in done.output


def spoken(language: str) -> Any:
    with use_language(language):
        return assess(person(cva=-2.0), answers=Answers(screening=all_no()))


def test_the_same_is_concluded_in_every_language():
    english, german = spoken("en"), spoken("de")
    assert [f.tier for f in german.findings] == [f.tier for f in english.findings]
    assert [i.standing for i in german.imbalances] == [i.standing for i in english.imbalances]
    assert [e.id for e in german.plan.exercises] == [e.id for e in english.plan.exercises]
    assert [d.exercises for d in german.plan.week] == [d.exercises for d in english.plan.week]
    assert not {f.text for f in german.findings} & {f.text for f in english.findings}
    assert german.plan.week[0].name == "Montag"
    assert "Auf diesem Foto liegt der Kopf" in german.findings[0].text


def test_documents_keep_their_codes():
    with use_language("de"):
        document = to_document(REFUSAL)
    assert document["status"] == "refused"
    english = to_document(REFUSAL)
    assert [r["code"] for r in document["reasons"]] == [r["code"] for r in english["reasons"]]
    json.dumps(document, allow_nan=False)


def test_the_web_page_says_its_language():
    analysis = examples.analysis()
    for language, words in (("en", "What is behind it"), ("de", "Was dahintersteht")):
        with use_language(language):
            page = render_html(build(examples.photo(), analysis, b"\xff\xd8", date=DAY))
        assert f'<html lang="{language}">' in page
        assert words in page


def test_errors_are_told_in_german():
    with use_language("de"):
        german = accuracy()
    assert german.rows[0][0] == "Kopf über dem Hals"
    assert "." not in "".join(cell for row in german.rows for cell in row[1:])
    for own, other in zip(accuracy().paragraphs, german.paragraphs, strict=True):
        assert own != other
        assert " off by " not in other


@pytest.mark.parametrize("name", PAGES)
def test_pages_to_learn_from_have_the_same_parts(name: str):
    english, german = read_page(name, "en"), read_page(name, "de")
    assert german.title != english.title

    def shape(page: Any) -> list[tuple[str, str]]:
        return [(p.kind, "" if p.kind == "text" else p.content) for p in page.parts]

    assert shape(german) == shape(english)


def pages() -> None:
    import streamlit as st

    from posture.i18n.language import language, tr, use_language
    from posture.ui.shared.language_choice import show_language_choice

    with use_language(show_language_choice()):
        st.write(tr("Knee"))
    # Outside of it, as in a callback.
    st.write(f"outside: {language()}")


@pytest.fixture
def english_afterwards() -> Iterator[None]:
    """The pages set the default language of the whole process."""
    yield
    set_default_language(lambda: "en")


@pytest.mark.usefixtures("english_afterwards")
def test_the_reader_chooses_and_it_stays():
    at = AppTest.from_function(pages, default_timeout=30).run()
    assert [m.value for m in at.markdown] == ["Knee", "outside: en"]
    at.session_state["language"] = "de"
    at.run()
    assert [m.value for m in at.markdown] == ["Knie", "outside: de"]
    at.run()
    assert at.markdown[0].value == "Knie"


@pytest.mark.usefixtures("english_afterwards")
def test_the_app_begins_in_the_language_of_the_environment(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("POSTURE_LANGUAGE", "de_DE.UTF-8")
    at = AppTest.from_function(pages, default_timeout=30).run()
    assert at.markdown[0].value == "Knie"
