"""Text from outside stays text."""

from __future__ import annotations

import pytest

from posture.ui.shared.markdown import (
    escape,
    escape_label,
    keep_together,
    nonbreaking,
    with_fault_list,
)


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("Zoë 3 - 4, fine.", "Zoë 3 \\- 4, fine."),
        ("[x](http://a)", "\\[x\\]\\(http\\://a\\)"),
        ("# head :smile: $x$", "\\# head \\:smile\\: \\$x\\$"),
        ("<b>", "\\<b\\>"),
    ],
)
def test_escape(text: str, made: str):
    assert escape(text) == made


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("Is the hip (left-right) stiff - or sore?", "Is the hip (left-right) stiff - or sore?"),
        (":red[a] at 10:05: b :smile:", "\\:red\\[a\\] at 10:05: b \\:smile:"),
        ("*a* _b_ `c` [d](e) <f> $g$", "\\*a\\* \\_b\\_ \\`c\\` \\[d\\](e) \\<f\\> \\$g\\$"),
    ],
)
def test_a_label_keeps_what_is_harmless(text: str, made: str):
    assert escape_label(text) == made


def test_a_number_stays_with_its_error_and_its_percent_sign():
    space = "\N{NO-BREAK SPACE}"
    assert keep_together("12° ± 3° of 2.5 %.") == f"12°{space}±{space}3° of 2.5{space}%."
    assert keep_together("der 95-%-Bereich") == "der 95\N{NON-BREAKING HYPHEN}%-Bereich"
    assert escape("−4.4 ± 1.3 %") == f"−4.4{space}±{space}1.3{space}%"
    assert keep_together("two ± signs and a % sign") == "two ± signs and a % sign"


def test_a_number_is_not_broken():
    assert (
        nonbreaking("−1.4 ± 0.6 %")
        == "−1.4\N{NO-BREAK SPACE}±\N{NO-BREAK SPACE}0.6\N{NO-BREAK SPACE}%"
    )


def test_faults_under_a_sentence_become_a_list():
    made = with_fault_list("It cannot be used:\n- a *b*\n- c")
    assert made == "It cannot be used\\:\n- a \\*b\\*\n- c"
    assert with_fault_list("One sentence.") == "One sentence."
