"""What each photograph is told: the headline and the four lines of the verdict."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from posture.assess.knowledge import knowledge
from posture.assess.verdict import find_verdict
from posture.present.verdict import headline, line_words

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

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
        the share of lines that are open, percent; ``hard_to_see`` of those that are typical and
        say that the photo shows little; both empty where no photograph was analysed.
    """
    verdicts = {one.photo: find_verdict(one.analysis.assessment) for one in results if one.analysis}
    kinds = Counter(map(_kind, verdicts.values()))
    return {
        "photographs": {
            photo: {
                "headline": headline(lines),
                "lines": {line.region: line_words(line) for line in lines},
            }
            for photo, lines in verdicts.items()
        },
        "headlines": {kind: kinds[kind] for kind in KINDS},
        "open": _shares(verdicts.values(), lambda line: line.says_nothing),
        "hard_to_see": _shares(verdicts.values(), lambda line: line.hard_to_see),
    }


def _shares(
    verdicts: Collection[Sequence[Line]], chosen: Callable[[Line], bool]
) -> dict[str, float]:
    """Share of the lines that are chosen, percent, by region."""
    if not verdicts:
        return {}
    return {
        region: 100.0 * sum(chosen(lines[i]) for lines in verdicts) / len(verdicts)
        for i, region in enumerate(knowledge().verdict)
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
