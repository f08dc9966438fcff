"""What each photograph is told: the headline and the four lines of the verdict."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from posture.assess.knowledge import knowledge
from posture.assess.verdict import find_verdict
from posture.present.verdict import headline, line_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from posture.assess.verdict import Line

    from groundtruth.real.results import Result

KINDS = {
    "all_typical": "Typical or of no concern in all four",
    "mostly_typical": "Mostly typical, the rest open",
    "worth_a_look": "Worth a look",
    "nothing_stands_out": "Nothing stands out, two or more open",
    "all_open": "All four open",
}
"""Kinds of headlines, as the pages name them."""


def told(results: Sequence[Result]) -> dict[str, Any]:
    """Say what each photograph is told, in English.

    Parameters
    ----------
    results : sequence of Result

    Returns
    -------
    dict
        ``photographs``: by name, ``headline`` and ``lines``, the words by region; those that were
        refused are left out. ``headlines``: how many of each of ``KINDS``. ``open``: by region,
        the share of lines that are open, percent; empty where no photograph was analysed.
    """
    verdicts = {one.photo: find_verdict(one.analysis.assessment) for one in results if one.analysis}
    kinds = Counter(map(_kind, verdicts.values()))
    regions = tuple(knowledge().verdict)
    return {
        "photographs": {
            photo: {
                "headline": headline(lines),
                "lines": {line.region: line_words(line) for line in lines},
            }
            for photo, lines in verdicts.items()
        },
        "headlines": {kind: kinds[kind] for kind in KINDS},
        "open": {
            region: 100.0
            * sum(lines[i].says_nothing for lines in verdicts.values())
            / len(verdicts)
            for i, region in enumerate(regions)
            if verdicts
        },
    }


def _kind(lines: Sequence[Line]) -> str:
    open_lines = sum(line.says_nothing for line in lines)
    if any(line.state == "beyond" for line in lines):
        return "worth_a_look"
    if not open_lines:
        return "all_typical"
    if open_lines == 1:
        return "mostly_typical"
    return "all_open" if open_lines == len(lines) else "nothing_stands_out"
