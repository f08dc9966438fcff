"""The tour: three steps, closed once, brought back on demand."""

from __future__ import annotations

from tests.fixtures.pages import button, texts, widget
from tests.ui.check.opening import page


def test_it_goes_forth_and_back_and_closes():
    app = page()
    assert "Step 1 of 3" in texts(app)
    assert not any(one.key == "tour_back" for one in app.button)
    widget(app.button, "tour_next").click().run()
    widget(app.button, "tour_next").click().run()
    assert "Step 3 of 3" in texts(app)
    assert not any(one.key == "tour_next" for one in app.button)
    widget(app.button, "tour_back").click().run()
    assert "Step 2 of 3" in texts(app)
    widget(app.button, "tour_next").click().run()
    widget(app.button, "tour_start").click().run()
    assert not app.exception
    assert "of 3" not in texts(app)


def test_it_can_be_skipped_stays_away_and_comes_back():
    app = page()
    widget(app.button, "tour_skip").click().run()
    app.run()
    assert "of 3" not in texts(app)
    button(app, "short tour").click().run()
    assert "Step 1 of 3" in texts(app)
