"""Rules for every sentence that people read: none diagnoses, frightens or promises."""

from __future__ import annotations

import re
from functools import cache

from posture.assess.knowledge import knowledge


@cache
def _rules() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (kind.replace("_", " "), re.compile(expression, re.IGNORECASE))
        for kind, expressions in knowledge().wording.items()
        for expression in expressions
    )


def wording_faults(text: str) -> list[str]:
    """List what breaks the rules in a text.

    Examples
    --------
    >>> wording_faults("The head sits further forward than in most people.")
    []
    >>> wording_faults("You have a weak core.")
    ["'You have' states a fact about the person", "'weak core' states a fact about the person"]
    """
    return [f"{hit.group()!r} {kind}" for kind, rule in _rules() if (hit := rule.search(text))]
