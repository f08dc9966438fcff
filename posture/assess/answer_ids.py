"""Whether the ids of answers belong to a question, and which ids there are."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator

from posture.assess.knowledge import knowledge
from posture.i18n.language import mark, tr

_SELF_CHECK = mark('"{name}" is not a self-check.')
_PAIR = mark('"{name}" is not a muscle pair.')
_SCREENING = mark('"{name}" is not a question of the screening.')


def id_faults(
    self_checks: Iterable[str] = (),
    tense: Iterable[str] = (),
    screening: Iterable[str] = (),
    goal: str | None = None,
) -> Iterator[str]:
    """Ids that belong to no question.

    Parameters
    ----------
    self_checks, tense, screening : iterable of str
        Ids that were answered.
    goal : str or None

    Yields
    ------
    str
        One line per unknown id, with the ids that there are.
    """
    known = knowledge()
    for part, what, given, there in (
        ("self_checks", _SELF_CHECK, self_checks, known.self_checks),
        ("tense", _PAIR, tense, known.imbalances),
        ("screening", _SCREENING, screening, known.screening),
        ("goal", _PAIR, () if goal is None else (goal,), known.imbalances),
    ):
        for name in given:
            if name not in there:
                yield f"{part}: {_unknown(what, name, tuple(there))}"


def _unknown(what: str, name: str, there: tuple[str, ...]) -> str:
    parts = [tr(what).format(name=name[:40])]
    nearest = difflib.get_close_matches(name, there, n=1, cutoff=0.5)
    if nearest:
        parts.append(tr('Did you mean "{name}"?').format(name=nearest[0]))
    parts.append(tr("Use one of {names}.").format(names=", ".join(there)))
    return " ".join(parts)
