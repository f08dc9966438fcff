"""Clients and visits in and out."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from posture.files.documents.write import as_text, frontal_document, to_json
from posture.studio.exchange.analysis_in import visit_from_analysis
from posture.ui.studio.current import today
from tests.fixtures.analysed import BEFORE, analysed
from tests.fixtures.pages import button, texts, widget
from tests.fixtures.results import analysed_frontal
from tests.fixtures.shared import ROOT
from tests.ui.studio.opening import add, add_visit, opened, repository


def test_a_table_of_clients_is_looked_at_first_and_then_added():
    app = opened(room="exchange")
    table = b"name,year of birth\n<b>Ana</b>,1980\n=SUM(A1),1990\n"
    widget(app.file_uploader, "exchange_csv").set_value(("c.csv", table, "text/csv")).run()
    assert not app.exception
    assert repository().find_clients().total == 0
    button(app, "Add 2 clients").click().run()
    assert not app.exception
    assert "Added" in app.success[0].value
    assert {one.name for one in repository().find_clients().rows} == {"<b>Ana</b>", "=SUM(A1)"}


def test_a_table_with_a_fault_adds_nobody_and_names_the_line():
    app = opened(room="exchange")
    table = b"name,year of birth\nAna,1980\nAna,1980\n"
    widget(app.file_uploader, "exchange_csv").set_value(("c.csv", table, "text/csv")).run()
    assert not app.exception
    assert "3" in app.error[0].value
    assert button(app, "Add").disabled


@pytest.mark.model
def test_everything_is_taken_out_as_files():
    client = add("=Ana")
    add_visit(client)
    app = opened(client=client.id)
    button(app, "Make the files").click().run()
    assert not app.exception
    files = {name: data for _, name, _, data in app.session_state["studio_export"][1]}
    kinds = {name.rpartition(".")[2] for name in files}
    assert kinds == {"zip", "csv", "json"}
    table = next(data for name, data in files.items() if name.endswith("_clients.csv"))
    assert b"=Ana" in table
    assert b"\n=Ana" not in table
    bundle = next(data for name, data in files.items() if name.endswith("_fhir.json"))
    assert json.loads(bundle)["resourceType"] == "Bundle"


@pytest.mark.model
def test_an_analysis_of_an_earlier_day_becomes_a_draft_without_a_picture():
    client = add()
    app = opened(client=client.id)
    document = to_json(analysed(BEFORE).analysis).encode()
    widget(app.file_uploader, "analyses_").set_value(
        [("analysis.json", document, "application/json")]
    ).run()
    assert not app.exception
    (draft,) = repository().visits(client.id, drafts=True)
    shown = opened(visit=draft.id)
    assert not shown.exception
    assert "without its photo" in texts(shown)


@pytest.mark.model
def test_a_frontal_analysis_without_its_photo_is_shown_by_its_numbers():
    client = add()
    found = analysed_frontal(next((ROOT / "samples" / "sides").glob("*.jpg")))
    document = as_text(frontal_document(found)).encode()
    imported = visit_from_analysis(client.id, document, "front.json", today())
    # With one from the side, or the page would ask for the camera first.
    beside = to_json(analysed(BEFORE).analysis).encode()
    side = visit_from_analysis(client.id, beside, "side.json", today())
    visit = replace(side.visit, photos=side.visit.photos + imported.visit.photos)
    repository().save_visit(visit, side.data | imported.data)
    shown = opened(visit=visit.id)
    assert not shown.exception
    said = texts(shown)
    assert "its stored numbers are shown" in said
    assert found.assessment.findings[0].text.split(".")[0] in said.replace("\\", "")
