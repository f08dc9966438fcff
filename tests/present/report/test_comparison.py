from __future__ import annotations

import datetime
import json
import math
from dataclasses import replace
from functools import cache

import pytest

from posture.analysis.comparison import Change
from posture.analysis.types import Analysis
from posture.assess.wording_rules import wording_faults
from posture.i18n.language import LANGUAGES, use_language
from posture.measure.measurement import Unit
from posture.measure.registry import METRICS
from posture.present import comparison_wording as words
from posture.present.report.comparison import comparison_files, comparison_pdf
from posture.present.wording import title
from tests.fixtures.changes import AFTER, BEFORE, comparison, reading
from tests.present.report.test_pdf import DAY, jpeg, lowest_text, read

PICTURE = jpeg(980, 1400)
PHOTOS = (reading("march.jpg", BEFORE), reading("april.jpg", AFTER))


def made(name: str, value: float, sd: float = 2.0) -> Change:
    unit: Unit = next(metric.unit for metric in METRICS if metric.name == name)
    return Change(name, value, sd, unit, "estimated")


MIXED = {
    "cva": made("cva", 12.4, 4.2),
    "knee_angle": made("knee_angle", -0.6),
    "pelvic_tilt": made("pelvic_tilt", -40.0),
    "shoulder_protraction": made("shoulder_protraction", -2.4, 0.57),
    "kyphosis": made("kyphosis", math.nan, math.nan),
}


def all_of(value: float, sd: float = 2.0) -> dict[str, Change]:
    return {metric.name: made(metric.name, value, sd) for metric in METRICS}


def page(
    changes: dict[str, Change] = MIXED,
    photos: tuple[Analysis, Analysis] = PHOTOS,
    pictures: tuple[bytes | None, ...] = (PICTURE, PICTURE),
    *,
    judged: bool = True,
    date: datetime.date | None = DAY,
) -> bytes:
    return comparison_pdf(comparison(changes, photos, judged=judged), pictures, date=date)


@cache
def rendered() -> bytes:
    return page()


def told(content: bytes) -> str:
    """The words of the one page, each line joined to the next."""
    assert lowest_text(content) < 294
    return " ".join(read(content).split()).replace("\N{MINUS SIGN}", "-")


def pictures_in(content: bytes) -> int:
    return content.count(b"/Subtype/Image")


def test_it_shows_both_photos_what_counts_and_what_does_not():
    text = told(rendered())
    for part in (
        "Before and after", "2026-03-01", "Earlier", "march.jpg", "Later", "april.jpg",
        words.joint_sentence(comparison(MIXED, PHOTOS)),
        "Head over the neck +12° ± 4°",
        "The head sits further back. Smallest detectable change: 9°.",
        "-2.4 ± 0.6 %",
        "The pelvis is tipped less far forward. In words only:",
        "Too small to tell (1)", "Knee beyond straight",
        "Not measured in both photos (1)",
        "Curve of the upper back: An arm hides it. (march.jpg)",
        *words.how_to_read(judged=True), "Educational, not a medical device.", "pose model",
    ):  # fmt: skip
        assert part in text, part
    order = [text.index(part) for part in ("+12° ± 4°", "Too small to tell (1)", "Not measured")]
    assert order == sorted(order)
    assert wording_faults(text) == []


def test_the_ends_of_what_is_too_small_stand_under_the_bars():
    text = told(rendered())
    for end in ("-9° ", "+9° ", "-2.0 %", "+2.0 %"):
        assert end in text


def test_both_pictures_are_on_it_with_words_for_whoever_does_not_see_them():
    content = rendered()
    assert pictures_in(content) == 1, "the same picture twice is held once"
    assert pictures_in(page(pictures=(PICTURE, jpeg(700, 1400)))) == 2
    assert content.count(b"/Alt") == 2


def test_the_same_input_gives_the_same_bytes_and_no_clock():
    assert page() == rendered()
    assert b"/CreationDate(D:20260301000000Z" in rendered()
    assert b"/CreationDate" not in page(date=None)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("value", [90.0, -90.0])
def test_every_measurement_may_count_and_names_may_be_long(language: str, value: float):
    before, after = (
        replace(one, photo=replace(one.photo, name="写真 " + "x" * 300)) for one in PHOTOS
    )
    changes = all_of(value, 30.0)
    with use_language(language):
        text = told(page(changes, (before, after)))
        for one in changes.values():
            assert title(one.name) in text
            assert f"{words.body_change(one)[1:]}." in text
        assert all(sentence in text for sentence in words.how_to_read(judged=True))
        assert wording_faults(text) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_measurement_may_be_missing_for_a_reason_of_its_own(language: str):
    def hidden(photo: str) -> Analysis:
        values = {m.name: (math.nan, math.nan, m.unit) for m in METRICS}
        one = reading(photo, values)
        why = {n: replace(m, reason_missing=f"{n} " * 60) for n, m in one.measurements.items()}
        return replace(one, measurements=why)

    photos = (hidden("m" * 90), hidden("a" * 90))
    with use_language(language):
        text = told(page(all_of(math.nan, math.nan), photos))
        assert all(title(metric.name) in text for metric in METRICS)
        assert "(17)" in text


def test_half_may_count_and_half_be_missing():
    changes = all_of(60.0) | {m.name: made(m.name, math.nan, math.nan) for m in METRICS[::2]}
    values = {m.name: (math.nan, math.nan, m.unit) for m in METRICS}
    text = told(page(changes, (reading("a.jpg", values), reading("b.jpg", values))))
    assert text.count("An arm hides it.") == 2, "one reason is told once, for both photos"


def test_nothing_that_counts_is_said_calmly():
    text = told(page(all_of(0.1)))
    assert "No change is large enough to be detected in these two photos." in text
    assert "Too small to tell (17)" in text
    assert "in words only" in text
    assert "Bars" not in text


def test_under_18_numbers_stand_without_a_verdict_or_a_bar():
    text = told(page(judged=False))
    assert words.UNDER_18 in text
    assert "+12° ± 4°" in text
    assert "-2.4 ± 0.6 %" in text
    assert words.ALIKE in text
    for part in (
        "Smallest detectable change:",
        "further back",
        "oo small",
        "Bars",
        "can be told from error",
        "pelvis",
    ):
        assert part not in text, part


def test_a_stored_analysis_has_words_in_place_of_its_picture():
    calm = "A stored analysis holds no picture."
    one = page(pictures=(None, PICTURE))
    assert told(one).count(calm) == 1
    assert pictures_in(one) == 1
    assert told(page(pictures=(None, None))).count(calm) == 2
    assert calm not in told(rendered())


@pytest.mark.parametrize("size", [(1400, 300), (100, 1400)])
def test_odd_pictures_still_make_one_page(size: tuple[int, int]):
    told(page(pictures=(jpeg(*size), PICTURE)))
    told(page(pictures=(jpeg(*size), None)))


def test_it_is_told_in_german():
    with use_language("de"):
        text = told(page())
    assert "Vorher und nachher" in text
    assert "-2,4 ± 0,6 %" in text
    assert "Der Kopf sitzt weiter hinten. Kleinste erkennbare Änderung: 9°." in text
    assert "Dient der Information und ist kein Medizinprodukt." in text


def test_page_and_data_are_the_files_of_a_comparison():
    files = comparison_files(comparison(MIXED, PHOTOS), (PICTURE, None), date=DAY)
    assert list(files) == ["comparison.pdf", "comparison.json", "comparison.csv"]
    assert files["comparison.pdf"] == page(pictures=(PICTURE, None))
    assert json.loads(files["comparison.json"])["before"] == "march.jpg"
    assert files["comparison.csv"].startswith(b"name,value")
