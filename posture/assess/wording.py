"""The wording law: what no sentence shown to a person may say."""

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


def faults(text: str) -> list[str]:
    """What is wrong with a sentence; empty where nothing is.

    Examples
    --------
    >>> faults("The head sits further forward than in most people.")
    []
    >>> faults("You have a weak core.")
    ["'You have' states a fact about the person", "'weak core' states a fact about the person"]
    """
    return [f"{hit.group()!r} {kind}" for kind, rule in _rules() if (hit := rule.search(text))]
