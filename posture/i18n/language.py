"""Translation of sentences and formatting of numbers for the reader's language.

A sentence that is shown at once goes through :func:`tr`. One that is stored first, in a notice or a
refusal, is a :class:`TranslatableText`: English text that can still be translated when it is shown.
Catalogues, number formats and names of days come from babel.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator
    from datetime import date, datetime

K = TypeVar("K")

ENGLISH = "en"
LANGUAGES = {ENGLISH: "English", "de": "Deutsch"}
"""Two-letter code to the name of the language in that language."""

VARIABLE = "POSTURE_LANGUAGE"

_LANGUAGE: ContextVar[str | None] = ContextVar("language", default=None)


class TranslatableText(str):
    """English text that keeps its template and values, so that it can be translated later.

    It is a ``str`` because stored results are compared, pickled, validated and written to JSON,
    and must not depend on the language in which they were computed. ``babel.support.LazyProxy``
    allows none of these (docs/adr/0024-lazy-translation.md).

    Attributes
    ----------
    template : str
        English, with named fields.
    values : mapping of str to object
        Values of the fields; texts among them are translated too.
    """

    __slots__ = ("template", "values")

    template: str
    values: Mapping[str, object]

    def __new__(cls, template: str, values: Mapping[str, object]) -> TranslatableText:
        """Fill the template in English."""
        with use_language(ENGLISH):
            made = super().__new__(cls, template.format(**values))
        made.template, made.values = template, values
        return made

    def __reduce__(self) -> tuple[type[TranslatableText], tuple[str, Mapping[str, object]]]:
        return TranslatableText, (self.template, self.values)


class LocalNumber:
    """A number in a :class:`TranslatableText`, formatted when the text is translated.

    Parameters
    ----------
    value : float
        Finite.
    decimals : int
    """

    __slots__ = ("decimals", "value")

    def __init__(self, value: float, decimals: int) -> None:
        self.value, self.decimals = value, decimals

    def __str__(self) -> str:
        return format_number(self.value, self.decimals)


class TranslatedTable(Mapping[K, str]):
    """Texts by key, translated when they are looked up.

    Parameters
    ----------
    english : mapping of K to str
        Each text wrapped in :func:`mark`.
    """

    def __init__(self, english: Mapping[K, str]) -> None:
        self._english = dict(english)

    def __getitem__(self, key: K) -> str:
        return tr(self._english[key])

    def __iter__(self) -> Iterator[K]:
        return iter(self._english)

    def __len__(self) -> int:
        return len(self._english)


def language() -> str:
    """Two-letter code of the current language."""
    return _LANGUAGE.get() or _default_language()


@contextmanager
def use_language(language: str) -> Generator[None]:
    """Set the language inside a ``with`` block.

    Parameters
    ----------
    language : str
        Two-letter code; a language without a catalogue gives English.
    """
    token = _LANGUAGE.set(language)
    try:
        yield
    finally:
        _LANGUAGE.reset(token)


def set_default_language(ask: Callable[[], str]) -> None:
    """Set where the language comes from outside of :func:`use_language`.

    Parameters
    ----------
    ask : callable
        Returns a two-letter code; called in any thread.
    """
    global _default_language
    _default_language = ask


def tr(text: str) -> str:
    """Translate a sentence into the current language.

    Parameters
    ----------
    text : str
        English. Fill its fields afterwards with ``str.format``, so that the catalogue has the
        template. A :class:`TranslatableText` is filled here.

    Returns
    -------
    str
        The text itself where there is no translation.
    """
    code = language()
    if code == ENGLISH or not text:
        return text
    known = catalogue(code)
    if isinstance(text, TranslatableText):
        values = {k: tr(v) if isinstance(v, str) else v for k, v in text.values.items()}
        return known.get(text.template, text.template).format(**values)
    return known.get(text, text)


def mark(text: str) -> str:
    """Return a text unchanged; the call puts it into the catalogue for a later :func:`tr`."""
    return text


def translatable(template: str, **values: object) -> TranslatableText:
    """A sentence with its values that :func:`tr` translates when it is shown.

    Parameters
    ----------
    template : str
        English, with named fields; a literal, so that the catalogue has it.
    **values : object
        Values of the fields.
    """
    return TranslatableText(template, values)


def join_translatable(texts: Iterable[str], separator: str = " ") -> TranslatableText:
    """Join texts into one in which each is still translated by itself."""
    values = {f"part_{i}": text for i, text in enumerate(texts)}
    return TranslatableText(separator.join(f"{{{name}}}" for name in values), values)


def upper_first(text: str) -> str:
    """Capitalise the first letter and keep the others, unlike ``str.capitalize``."""
    return text[:1].upper() + text[1:]


def mid_sentence(text: str) -> str:
    """A title for use inside a sentence: lower case, except in German, which capitalises nouns."""
    return text[:1].lower() + text[1:] if language() == ENGLISH else text


def format_number(value: float, decimals: int = 0) -> str:
    """Format a number for people: a true minus, the decimal sign of the language (12.3 or 12,3).

    Parameters
    ----------
    value : float
        Finite. What rounds to zero has no sign.
    decimals : int
    """
    text = f"{value:.{decimals}f}"
    if text.startswith("-") and not text.strip("-0."):
        text = text[1:]
    if language() != ENGLISH:
        from babel.numbers import format_decimal

        pattern = "0." + "0" * decimals if decimals else "0"
        text = format_decimal(Decimal(text), format=pattern, locale=_locale())
    return text.replace("-", "\N{MINUS SIGN}")


def short_days() -> tuple[str, ...]:
    """Abbreviations of Monday to Sunday."""
    from babel.dates import get_day_names

    names = get_day_names("abbreviated", context="stand-alone", locale=_locale())
    return tuple(names[i].rstrip(".") for i in range(7))


def format_day(day: date) -> str:
    """A date in words: November 29, 2026."""
    from babel.dates import format_date

    return format_date(day, format="long", locale=_locale())


def format_short_day(day: date) -> str:
    """A date in numbers and abbreviations, for axes and tables: Nov 29, 2026 or 29.11.2026."""
    from babel.dates import format_date

    return format_date(day, format="medium", locale=_locale())


def format_moment(moment: datetime) -> str:
    """A date and time as its own clock showed them: November 29, 2026, 10:05."""
    return f"{format_day(moment.date())}, {moment:%H:%M}"


@cache
def catalogue(language: str) -> Mapping[str, str]:
    """Translations by English text, without missing and fuzzy entries.

    Parameters
    ----------
    language : str
        Two-letter code; the result is empty for a language without a catalogue.
    """
    from babel.messages.pofile import read_po

    path = files("posture.i18n") / "locale" / language / "LC_MESSAGES" / "posture.po"
    if not path.is_file():
        return {}
    with path.open("rb") as file:
        entries: Any = read_po(file, locale=language)
        return {e.id: e.string for e in entries if e.id and e.string and not e.fuzzy}


def _locale() -> str:
    code = language()
    return code if code in LANGUAGES else ENGLISH


def _always_english() -> str:
    return ENGLISH


_default_language: Callable[[], str] = _always_english
