"""Figures that README and guides tell are those of the accuracy page's own data."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

import pytest

from tests.docs.markdown import DOCS, ROOT, prose

FOUND: dict[str, Any] = json.loads(
    (files("posture.present.learn") / "accuracy.json").read_text("utf-8")
)
REAL, WEB = FOUND["real"], FOUND["photographs"]["fresh"]["marked"]
CVA, CUTS = REAL["measurements"]["cva"], REAL["cuts"]
WHOLE_EDGES = ("ankle", "knee", "hip", "waist", "chest")

README, GUIDE, GERMAN = ROOT / "README.md", DOCS / "guide.md", DOCS / "de" / "guide.md"
ENGLISH = pytest.mark.parametrize("page", [README, GUIDE], ids=["README", "guide"])


def told(page: Any) -> str:
    """A page as one line, with decimal points in every language."""
    text = " ".join(prose(page).split())
    return text if page != GERMAN else text.replace(",", ".")


def decimal(value: float) -> str:
    return f"{value:.1f}°"


@ENGLISH
def test_photographs_with_marked_points(page: Any):
    assert abs(CVA["bias"]) < 0.5, "no longer right on average"
    text = told(page)
    assert (
        f"was right on average, with a standard deviation of {decimal(CVA['sd'])} and a stated "
        f"error of {decimal(CVA['stated'])}"
    ) in text
    assert f"in {CVA['cover_95']:.0f} % of the" in text or (
        f"held in {CVA['cover_95']:.0f} % of them" in text
    )


@ENGLISH
def test_pictures_that_end_higher(page: Any):
    assert max(CUTS[name]["rise"]["cva"] for name in ("knee", "hip", "waist")) < 10
    chest = CUTS["chest"]
    assert f"{chest['rise']['cva']:.0f} % larger than that of the same photographs" in told(page)
    assert f"and {decimal(chest['stated'])} are stated" in told(page)


def test_a_point_placed_by_hand():
    whole, chest = (one["placed"]["c7"]["sd"] for one in (REAL, CUTS["chest"]))
    english = f"the standard deviation is {decimal(whole)}, and {decimal(chest)} where the picture"
    assert english in told(README)
    assert english in told(GUIDE)
    german = f"ist die Standardabweichung {decimal(whole)}. und {decimal(chest)}. wo das Bild"
    assert german in told(GERMAN)


@ENGLISH
def test_photographs_of_the_web(page: Any):
    every, free, covered = WEB["analysed"], WEB["nape_free"], WEB["nape_covered"]
    text = told(page)
    for part in (
        f"On {every['photographs']} other photographs from the web the angle was "
        f"{decimal(every['bias'])} too large on average, with a standard deviation of "
        f"{decimal(every['sd'])} and a stated error of {decimal(every['stated'])}; the 95 % range "
        f"held in {every['cover_95']} %",
        f"With a free neck ({free['photographs']}) the standard deviation was "
        f"{decimal(free['sd'])}",
        f"over it ({covered['photographs']}) it was {decimal(covered['sd'])}, with "
        f"{decimal(covered['stated'])} stated",
        "keep the neck free",
    ):
        assert part in text


def test_what_was_checked_on_rendered_people_alone():
    life = FOUND["sets"]["life"]["metrics"]
    low, tilt, upper = (
        f"{100 * life[name]['skill']:.0f} %" for name in ("lordosis", "pelvic_tilt", "kyphosis")
    )
    english = f"Their skill is {low} (low back), {tilt} (pelvis) and {upper} (upper back)"
    assert english in told(README)
    assert english in told(GUIDE)
    german = f"Ihre Güte ist {low} (unterer Rücken). {tilt} (Becken) und {upper} (oberer Rücken)"
    assert german in told(GERMAN)


def test_cuts_in_the_guides():
    least = min(CUTS[name]["cover_95"] for name in WHOLE_EDGES)
    assert f"in at least {least:.0f} % of copies" in told(GUIDE)
    assert f"bei mindestens {least:.0f} % der Kopien" in told(GERMAN)


def test_the_german_guide_tells_the_same():
    every, free, covered = WEB["analysed"], WEB["nape_free"], WEB["nape_covered"]
    chest, text = CUTS["chest"], told(GERMAN)
    for part in (
        f"im Mittel richtig. mit einer Standardabweichung von {decimal(CVA['sd'])} und einem "
        f"angegebenen Fehler von {decimal(CVA['stated'])}",
        f"bei {CVA['cover_95']:.0f} % der Fotos zu",
        f"ist er {chest['rise']['cva']:.0f} % größer als der derselben ganzen Fotos. und "
        f"{decimal(chest['stated'])} sind angegeben",
        f"Auf {every['photographs']} anderen Fotos aus dem Netz war der Winkel im Mittel "
        f"{decimal(every['bias'])} zu groß. mit einer Standardabweichung von "
        f"{decimal(every['sd'])} und einem angegebenen Fehler von {decimal(every['stated'])}",
        f"traf bei {every['cover_95']} % zu",
        f"Bei freiem Hals ({free['photographs']}) war die Standardabweichung {decimal(free['sd'])}",
        f"darüber ({covered['photographs']}) war sie {decimal(covered['sd'])}. "
        f"angegeben waren {decimal(covered['stated'])}",
    ):
        assert part in text
