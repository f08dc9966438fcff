"""One limit for uploads: in Streamlit's settings, where photos are read, and in every text."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import posture.ui
from posture.errors import PhotoTooLargeError
from posture.limits import MEDIA_BYTES, MEDIA_MEGABYTES, POINTS_MEGABYTES
from posture.photo import limits
from tests.fixtures.shared import ROOT

SETTINGS = Path(posture.ui.__file__).parent / ".streamlit" / "config.toml"


def page(language: str) -> None:
    from posture.i18n.language import use_language
    from posture.ui.shared.theme import apply_style

    with use_language(language):
        apply_style()


def test_the_app_takes_what_is_read_and_nothing_larger():
    # Streamlit counts megabytes of 1024 * 1024 bytes, as `limits` does.
    set_ = tomllib.loads(SETTINGS.read_text(encoding="utf-8"))["server"]["maxUploadSize"]
    assert set_ == MEDIA_MEGABYTES
    assert set_ * 1024 * 1024 == MEDIA_BYTES
    limits.check_bytes(MEDIA_BYTES, "me.jpg")
    with pytest.raises(PhotoTooLargeError) as caught:
        limits.check_bytes(MEDIA_BYTES + 1, "me.jpg")
    assert caught.value.message == "me.jpg has 201 MB; at most 200 MB are read."


@pytest.mark.parametrize(("language", "said"), [("en", "Up to {} MB"), ("de", "Bis zu {} MB")])
def test_the_page_names_the_limit(language: str, said: str):
    app = AppTest.from_function(page, kwargs={"language": language}, default_timeout=60).run()
    assert not app.exception
    style = "".join(str(one.proto) for one in app.get("html"))
    assert said.format(MEDIA_MEGABYTES) in style
    assert said.format(POINTS_MEGABYTES) in style


def test_the_guide_names_the_limit():
    guide = (ROOT / "docs" / "guide.md").read_text(encoding="utf-8")
    named = {int(number) for number in re.findall(r"(\d+) MB", guide)}
    assert named == {MEDIA_MEGABYTES}
