"""Text from outside stays text."""

from __future__ import annotations

import pytest

from posture.ui.text import plain


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("Zoë 12° ± 3°, fine.", "Zoë 12° ± 3°, fine."),
        ("[x](http://a)", "\\[x\\]\\(http\\://a\\)"),
        ("# head :smile: $x$", "\\# head \\:smile\\: \\$x\\$"),
        ("<b>", "\\<b\\>"),
    ],
)
def test_plain(text: str, made: str):
    assert plain(text) == made
