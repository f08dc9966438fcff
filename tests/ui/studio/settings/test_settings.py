"""The studio's own name, looks and rules."""

from __future__ import annotations

from dataclasses import replace

from posture.studio.profile import Profile
from tests.fixtures.pages import button, texts, widget
from tests.studio.reports.materials import logo
from tests.ui.studio.opening import add, opened, repository

PNG = logo()


def test_the_profile_is_saved_with_its_logo():
    app = opened(room="settings")
    assert not app.exception
    widget(app.text_input, "/name").set_value("Studio <b>Nord</b>")
    widget(app.text_input, "/contact").set_value("=SUM(A1)")
    widget(app.radio, "/paper").set_value("letter")
    widget(app.number_input, "/retention_days").set_value(365)
    widget(app.file_uploader, "/logo").set_value(("logo.png", PNG, "image/png"))
    button(app, "Save the settings").click().run()
    assert not app.exception
    kept = repository().profile()
    assert (kept.name, kept.contact) == ("Studio <b>Nord</b>", "=SUM(A1)")
    assert (kept.paper, kept.retention_days, kept.logo) == ("letter", 365, PNG)
    widget(app.checkbox, "/no_logo").set_value(True)
    button(app, "Save the settings").click().run()
    assert not app.exception
    assert repository().profile().logo == b""


def test_settings_changed_elsewhere_are_not_overwritten():
    app = opened(room="settings")
    repository().save_profile(replace(Profile(), name="Theirs"))
    widget(app.text_input, "/name").set_value("Mine")
    button(app, "Save the settings").click().run()
    assert not app.exception
    assert repository().profile().name == "Theirs"
    assert "Another station" in texts(app)


def test_a_file_that_is_no_picture_does_not_become_the_logo():
    app = opened(room="settings")
    widget(app.text_input, "/name").set_value("Nord")
    widget(app.file_uploader, "/logo").set_value(("logo.png", PNG[:60], "image/png"))
    button(app, "Save the settings").click().run()
    assert not app.exception
    assert "no PNG or JPEG" in texts(app)
    assert repository().profile() == Profile(version=repository().profile().version)


def test_who_is_deleted_soon_is_named():
    add("Ana <b>")
    repository().save_profile(replace(repository().profile(), retention_days=1))
    app = opened(room="settings")
    assert not app.exception
    assert "Deleted soon" in texts(app)
    assert button(app, "Ana").key.startswith("due_")
