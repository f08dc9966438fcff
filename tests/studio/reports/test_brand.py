"""The studio's name, colour and logo on paper."""

from __future__ import annotations

from dataclasses import replace

import pytest

from posture.errors import InputError
from posture.limits import LOGO_MEGABYTES
from posture.present.report.look import Look, contrast_to_white
from posture.studio.profile import Profile
from posture.studio.reports.brand import check_logo, look_of, one_line
from posture.studio.reports.report import ReportChoice, make_report
from tests.studio.reports.materials import PROFILE, logo, material

pytestmark = pytest.mark.model


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_png_and_jpeg_can_stand_as_logos(kind: str):
    assert check_logo(logo(kind)) == logo(kind)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "no PNG or JPEG"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "no PNG or JPEG"),
        (logo("GIF"), "no PNG or JPEG"),
        (logo()[:60], "no PNG or JPEG"),
        (logo(size=(8, 400)), "8 by 400 pixels"),
        (logo(size=(4100, 20)), "4100 by 20 pixels"),
        (b"x" * (LOGO_MEGABYTES * 1_000_000 + 1), "larger than 2 MB"),
    ],
)
def test_anything_else_is_one_error(data: bytes, message: str):
    with pytest.raises(InputError, match=message):
        check_logo(data)


def test_the_look_is_that_of_the_profile():
    assert look_of(PROFILE) == Look(
        "a4", "#cc5500", "Studio Balance", ("Maren Fischer", "+49 30 123", "hi@example.org"), logo()
    )
    assert look_of(PROFILE, "letter").paper == "letter"
    assert not look_of(Profile()).branded


@pytest.mark.parametrize("colour", ["#ffff00", "#ffffff", "#0a6573", "#000000"])
def test_a_light_colour_is_darkened_until_it_can_be_read(colour: str):
    found = Look(colour=colour).readable_colour
    assert contrast_to_white([int(found[at : at + 2], 16) for at in (1, 3, 5)]) >= 4.5
    if colour in ("#0a6573", "#000000"):
        assert found == colour


def test_a_colour_that_is_none_is_refused():
    with pytest.raises(ValueError, match="red"):
        Look(colour="red")


def test_typed_lines_have_no_controls_and_end():
    assert one_line(" a\n\tb\u202e ") == "a b\N{REPLACEMENT CHARACTER}"
    assert one_line("x" * 100) == "x" * 89 + "…"


def test_long_names_and_contacts_stay_on_the_page():
    profile = replace(PROFILE, name="S" * 200, trainer="T" * 200, contact="C\n" * 50)
    made = make_report(material(profile=profile), ReportChoice("visit", ("v1",)))
    assert made.data.startswith(b"%PDF")
