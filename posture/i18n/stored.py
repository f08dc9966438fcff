"""Sentences that were stored in English, made translatable again."""

from __future__ import annotations

import re
from functools import cache
from string import Formatter

from posture.i18n.language import ENGLISH, LANGUAGES, TranslatableText, catalogue

_Part = tuple[str, str | None, str | None, str | None]

_NUMBERS = "fg"
"""Formats of numbers in templates."""

_LEAST_LETTERS = 12
"""Letters of a template beside its fields: shorter ones would be found in any sentence."""


def recognised(text: str) -> str:
    """A stored sentence as one that :func:`posture.i18n.language.tr` translates.

    Parameters
    ----------
    text : str
        English, as it was filled when it was stored.

    Returns
    -------
    str
        A ``TranslatableText`` where it is a known template with values, the one with the most
        letters; else the text itself. Values are texts as they were written.
    """
    if not text or isinstance(text, TranslatableText) or text in _known():
        return text
    for template, pattern in _templates():
        found = pattern.fullmatch(text)
        if found is None:
            continue
        made = TranslatableText(template, _values(template, found.groupdict()))
        if made == text:
            return made
    return text


@cache
def _known() -> frozenset[str]:
    return frozenset(text for code in LANGUAGES if code != ENGLISH for text in catalogue(code))


@cache
def _templates() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Templates with named fields and their patterns, the longest first."""
    found: list[tuple[int, str, re.Pattern[str]]] = []
    for template in _known():
        parts = list(Formatter().parse(template)) if "{" in template else []
        letters = sum(one.isalpha() for literal, *_ in parts for one in literal)
        if letters < _LEAST_LETTERS or not _simple(parts):
            continue
        found.append((letters, template, _pattern(parts)))
    found.sort(key=lambda one: (-one[0], one[1]))
    return tuple((template, pattern) for _, template, pattern in found)


def _simple(parts: list[_Part]) -> bool:
    """Whether every field is a bare name, with nothing or a number's format behind it."""
    fields = [(name, form, turn) for _, name, form, turn in parts if name is not None]
    return bool(fields) and all(
        name.isidentifier() and not turn and (not form or form[-1] in _NUMBERS)
        for name, form, turn in fields
    )


def _pattern(parts: list[_Part]) -> re.Pattern[str]:
    seen: set[str] = set()
    text = ""
    for literal, name, form, _ in parts:
        text += re.escape(literal)
        if name is None:
            continue
        value = r"[-+]?\d+(?:\.\d+)?" if form else ".+?"
        text += f"(?P={name})" if name in seen else f"(?P<{name}>{value})"
        seen.add(name)
    return re.compile(text, re.DOTALL)


def _values(template: str, found: dict[str, str]) -> dict[str, object]:
    """What was found; where the template formats a number, as a number."""
    numbers = {name for _, name, form, _ in Formatter().parse(template) if name and form}
    return {name: float(one) if name in numbers else one for name, one in found.items()}
