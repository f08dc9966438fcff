"""The one door that every sentence goes through."""

from __future__ import annotations

import copy
import math
import pickle
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posture.assess.knowledge import knowledge
from posture.i18n import language as tongue
from posture.i18n.language import (
    LANGUAGES,
    Digits,
    Words,
    begin,
    digits,
    joined,
    language,
    mark,
    said,
    short_days,
    speaking,
    tr,
    within,
)


def test_english_is_spoken_unless_said_otherwise():
    assert language() == "en"
    with speaking("de"):
        assert language() == "de"
        with speaking("en"):
            assert language() == "en"
        assert language() == "de"
    assert language() == "en"


def test_otherwise_answers_only_where_nothing_was_set(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(tongue, "_otherwise", lambda: "de")
    assert language() == "de"
    with speaking("en"):
        assert language() == "en"


def test_a_sentence_is_translated():
    assert tr("Knee") == "Knee"
    with speaking("de"):
        assert tr("Knee") == "Knie"


def test_what_has_no_translation_stays():
    for spoken in ("de", "xx"):
        with speaking(spoken):
            assert tr("Nobody ever says this.") == "Nobody ever says this."
            assert tr("") == ""


def test_what_was_said_can_be_said_again():
    turned = said("The camera was tilted by about {roll:.0f}°; this was corrected.", roll=3.4)
    assert turned == "The camera was tilted by about 3°; this was corrected."
    assert tr(turned) == turned
    with speaking("de"):
        assert tr(turned) == "Die Kamera war um etwa 3° gekippt; das wurde korrigiert."


def pickled(text: str) -> str:
    return pickle.loads(pickle.dumps(text))


@pytest.mark.parametrize("again", [copy.deepcopy, pickled])
def test_a_copy_remembers_too(again: Callable[[str], str]):
    turned = again(said("The photo ends at the hips."))
    with speaking("de"):
        assert tr(turned) == "Das Foto endet an den Hüften."


def test_what_is_said_in_another_language_is_english_text():
    with speaking("de"):
        tilted = said("The camera was tilted by about {roll}°; this is taken out.",
                      roll=Digits(1.25, 1))  # fmt: skip
        assert "1.2°" in tilted
        assert "1,2°" in tr(tilted)


def test_values_are_translated_with_their_sentence():
    both = said("{first} and {last}", first=joined(["the knee", "the ankle"], ", "), last="the ear")
    assert both == "the knee, the ankle and the ear"
    with speaking("de"):
        assert tr(both) == "das Knie, den Knöchel und the ear"


def test_words_answer_in_the_readers_language():
    table = Words({1: mark("yes"), 2: mark("no")})
    assert dict(table) == {1: "yes", 2: "no"}
    with speaking("de"):
        assert dict(table.items()) == {1: "ja", 2: "nein"}


@given(st.floats(-1e6, 1e6), st.integers(0, 3))
def test_digits_say_the_same_number(value: float, decimals: int):
    english = digits(value, decimals)
    assert float(english) == pytest.approx(value, abs=0.5 * 10**-decimals * 1.001)
    assert not (float(english) == 0 and english.startswith("-"))
    with speaking("de"):
        assert digits(value, decimals) == english.replace(".", ",")


def test_phrases_begin_and_stand_inside():
    assert begin("das Bild deutet auf Ältere") == "Das Bild deutet auf Ältere"
    assert begin("") == ""
    assert within("Hip angle") == "hip angle"
    with speaking("de"):
        assert within("Hüftwinkel") == "Hüftwinkel"


def test_days_are_short():
    assert short_days() == ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
    with speaking("de"):
        assert short_days() == ("Mo", "Di", "Mi", "Do", "Fr", "Sa", "So")


@pytest.mark.parametrize("spoken", LANGUAGES)
def test_the_knowledge_differs_in_its_words_alone(spoken: str):
    english = knowledge()
    with speaking(spoken):
        there = knowledge()
    assert there.metrics["cva"].lower is not None
    assert there.metrics["cva"].norm == english.metrics["cva"].norm
    assert list(there.exercises) == list(english.exercises)
    assert there.wording == english.wording
    # The rhythm names its days as the week does, in whatever language.
    for days in there.programme.rhythm.values():
        assert set(days) <= set(there.programme.days)
    assert (there.exercises == english.exercises) == (spoken == "en")
    assert math.isclose(there.metrics["cva"].p_min, english.metrics["cva"].p_min)
