"""Sentences that were stored in English."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posture.i18n.language import TranslatableText, catalogue, tr, translatable, use_language
from posture.i18n.stored import recognised

TEMPLATE = "The camera was tilted by about {roll:.0f}°; this was corrected."


def test_a_stored_sentence_is_translated_with_its_values():
    assert TEMPLATE in catalogue("de")
    stored = str(translatable(TEMPLATE, roll=3.0))
    found = recognised(stored)
    assert found == stored
    with use_language("de"):
        assert tr(found) == catalogue("de")[TEMPLATE].format(roll=3.0)


def test_a_sentence_without_values_stays_as_it_is():
    sentence = "An arm hides this part of the back."
    assert type(recognised(sentence)) is str
    with use_language("de"):
        assert tr(recognised(sentence)) != sentence


@pytest.mark.parametrize("text", ["", "Nothing that the program says: 3°.", "3 of 4"])
def test_what_is_not_known_stays_as_it_is(text: str):
    assert recognised(text) == text
    assert not isinstance(recognised(text), TranslatableText)


@given(st.text())
def test_no_text_is_changed(text: str):
    assert recognised(text) == text
