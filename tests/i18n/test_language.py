"""Translation of sentences and formatting of numbers."""

from __future__ import annotations

import copy
import json
import math
import pickle
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from posture.assess.knowledge import knowledge
from posture.i18n.language import (
    ENGLISH,
    LANGUAGES,
    LocalNumber,
    TranslatedTable,
    format_number,
    join_translatable,
    language,
    mark,
    mid_sentence,
    set_default_language,
    short_days,
    tr,
    translatable,
    upper_first,
    use_language,
)


def test_english_is_the_default():
    assert language() == "en"
    with use_language("de"):
        assert language() == "de"
        with use_language("en"):
            assert language() == "en"
        assert language() == "de"
    assert language() == "en"


def test_the_default_language_holds_outside_of_use_language():
    set_default_language(lambda: "de")
    try:
        assert language() == "de"
        with use_language("en"):
            assert language() == "en"
    finally:
        set_default_language(lambda: ENGLISH)


def test_a_sentence_is_translated():
    assert tr("Knee") == "Knee"
    with use_language("de"):
        assert tr("Knee") == "Knie"


def test_what_has_no_translation_stays():
    for code in ("de", "xx"):
        with use_language(code):
            assert tr("Nobody ever says this.") == "Nobody ever says this."
            assert tr("") == ""


def test_a_filled_sentence_can_still_be_translated():
    turned = translatable(
        "The camera was tilted by about {roll:.0f}°; this was corrected.", roll=3.4
    )
    assert turned == "The camera was tilted by about 3°; this was corrected."
    assert tr(turned) == turned
    with use_language("de"):
        assert tr(turned) == "Die Kamera war um etwa 3° geneigt; das wurde korrigiert."


def test_a_translatable_text_is_text_wherever_results_are_stored():
    first = translatable("The camera was tilted by about {roll:.0f}°; this was corrected.", roll=3)
    again = translatable("The camera was tilted by about {roll:.0f}°; this was corrected.", roll=3)
    with use_language("de"):
        assert first == again
        assert hash(first) == hash(again)
        assert json.loads(json.dumps(first)) == first
        assert TypeAdapter(str).validate_python(first) == first


def pickled(text: str) -> str:
    return pickle.loads(pickle.dumps(text))


@pytest.mark.parametrize("again", [copy.deepcopy, pickled])
def test_a_copy_can_be_translated_too(again: Callable[[str], str]):
    turned = again(translatable("The photo ends at the hips."))
    with use_language("de"):
        assert tr(turned) == "Das Foto endet an den Hüften."


def test_a_translatable_text_is_english_in_every_language():
    with use_language("de"):
        tilted = translatable("The camera was tilted by about {roll}°; this was corrected.",
                      roll=LocalNumber(1.25, 1))  # fmt: skip
        assert "1.2°" in tilted
        assert "1,2°" in tr(tilted)


def test_values_are_translated_with_their_sentence():
    both = translatable(
        "{first} and {last}",
        first=join_translatable(["the knee", "the ankle"], ", "),
        last="the ear",
    )
    assert both == "the knee, the ankle and the ear"
    with use_language("de"):
        assert tr(both) == "das Knie, den Knöchel und the ear"


def test_a_table_gives_translated_texts():
    table = TranslatedTable({1: mark("yes"), 2: mark("no")})
    assert dict(table) == {1: "yes", 2: "no"}
    with use_language("de"):
        assert dict(table.items()) == {1: "ja", 2: "nein"}


@given(st.floats(-1e6, 1e6), st.integers(0, 3))
def test_a_formatted_number_keeps_its_value(value: float, decimals: int):
    english = format_number(value, decimals)
    plain = english.replace("\N{MINUS SIGN}", "-")
    assert "-" not in english
    assert float(plain) == pytest.approx(value, abs=0.5 * 10**-decimals * 1.001)
    assert not (float(plain) == 0 and plain.startswith("-"))
    with use_language("de"):
        assert format_number(value, decimals) == english.replace(".", ",")


def test_phrases_at_the_beginning_and_inside_of_a_sentence():
    assert upper_first("das Bild deutet auf Ältere") == "Das Bild deutet auf Ältere"
    assert upper_first("") == ""
    assert mid_sentence("Hip angle") == "hip angle"
    with use_language("de"):
        assert mid_sentence("Hüftwinkel") == "Hüftwinkel"


def test_days_are_short():
    assert short_days() == ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
    with use_language("de"):
        assert short_days() == ("Mo", "Di", "Mi", "Do", "Fr", "Sa", "So")


@pytest.mark.parametrize("spoken", LANGUAGES)
def test_the_knowledge_differs_in_its_words_alone(spoken: str):
    english = knowledge()
    with use_language(spoken):
        there = knowledge()
    assert there.metrics["cva"].lower is not None
    assert there.metrics["cva"].norm == english.metrics["cva"].norm
    assert list(there.exercises) == list(english.exercises)
    assert there.wording == english.wording
    # The rhythm names its days as the week does, in whatever language.
    for days in there.programme.rhythm.values():
        assert set(days) <= set(there.programme.days)
    assert (there.exercises == english.exercises) == (spoken == "en")
    assert math.isclose(there.metrics["cva"].mdc or 0, english.metrics["cva"].mdc or 1)
