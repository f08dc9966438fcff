"""Change over time on the page of a client."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from posture.assess.verdict import find_verdict
from posture.files.documents.write import to_json
from posture.present.verdict import headline
from posture.studio.exchange.analysis_in import visit_from_analysis
from posture.ui.studio.current import studio_store, today
from tests.fixtures.analysed import AFTER, BEFORE, analysed
from tests.fixtures.pages import folds, texts, widget
from tests.ui.studio.opening import add, add_visit, opened, repository

pytestmark = pytest.mark.model


def test_one_visit_has_no_change():
    client = add()
    add_visit(client)
    shown = opened(client=client.id)
    assert not shown.exception
    assert "Change over time" not in texts(shown)


def test_a_visit_is_listed_with_its_headline():
    client = add()
    add_visit(client)
    said = headline(find_verdict(analysed(BEFORE).analysis.assessment))
    assert said in texts(opened(client=client.id)).replace("\\", "")


def test_two_visits_are_compared_line_by_line_and_side_by_side():
    client = add()
    first = add_visit(client, BEFORE)
    repository().save_visit(replace(first, on=today() - timedelta(weeks=4)))
    add_visit(client, AFTER)
    app = opened(client=client.id)
    assert not app.exception
    shown = texts(app).replace("\\", "")
    assert "Change over time" in shown
    assert "Head and neck" in shown
    assert "The head sits further back" in shown
    assert "Not distinguishable" in shown
    # Each line says of which measurement it speaks, and other changes stand beside them.
    assert "Shoulders and upper back: shoulder in front of the neck" in shown
    fold = next(one for one in app.expander if one.label == "All other measurements")
    assert "The upper back is flatter" in shown
    assert "The upper back is flatter" not in "".join(one.value for one in fold.markdown)
    assert "Two visits side by side" in folds(app)
    widget(app.selectbox, "pair_earlier").set_value(1).run()
    assert not app.exception
    assert "Choose two different visits" in texts(app)


def test_two_visits_of_one_day_can_be_told_apart():
    client = add()
    add_visit(client, BEFORE)
    add_visit(client, AFTER)
    app = opened(client=client.id)
    assert not app.exception
    offered = widget(app.selectbox, "pair_earlier").options
    assert len(set(offered)) == 2
    assert [one[-3:] for one in offered] == ["(1)", "(2)"]


def test_another_language_leaves_two_visits_side_by_side():
    client = add()
    first = add_visit(client, BEFORE)
    repository().save_visit(replace(first, on=today() - timedelta(weeks=4)))
    add_visit(client, AFTER)
    app = opened(client=client.id)
    widget(app.segmented_control, "language").set_value("de").run()
    assert not app.exception
    chosen = [widget(app.selectbox, f"pair_{one}/de").value for one in ("earlier", "later")]
    assert chosen == [0, 1]


def test_an_imported_analysis_without_its_photo_stands_in_the_course_by_its_numbers():
    client = add()
    document = to_json(analysed(BEFORE).analysis).encode()
    imported = visit_from_analysis(client.id, document, "analysis.json", today())
    earlier = replace(imported.visit, draft=False, on=today() - timedelta(weeks=4))
    repository().save_visit(earlier, imported.data)
    add_visit(client, AFTER)
    app = opened(client=client.id)
    assert not app.exception
    shown = texts(app).replace("\\", "")
    assert "Change over time" in shown
    assert "Head and neck" in shown
    assert "holds numbers without a photo" in shown


def test_a_photo_that_is_lost_leaves_the_numbers_of_its_visit():
    client = add()
    first = add_visit(client, BEFORE)
    repository().save_visit(replace(first, on=today() - timedelta(weeks=4)))
    last = add_visit(client, AFTER)
    studio_store().photos.delete(last.photos[0].sha256)
    app = opened(client=client.id)
    assert not app.exception
    assert "Head and neck" in texts(app)
    assert "cannot be read" in texts(app)
