"""The reader's language: every sentence and every number that is shown goes through here."""

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

K = TypeVar("K")

ENGLISH = "en"
LANGUAGES = {ENGLISH: "English", "de": "Deutsch"}
"""Two letters to the name that a language has for itself."""

VARIABLE = "POSTURE_LANGUAGE"

_LANGUAGE: ContextVar[str | None] = ContextVar("language", default=None)


class Said(str):
    """A sentence that remembers how it was made, so that it can be said in another language.

    As text it is English: what is measured once and kept (notices, reasons) must not depend on
    who looks at it first.

    Attributes
    ----------
    template : str
        English, with named fields.
    values : mapping of str to object
        A text among them is translated too.
    """

    __slots__ = ("template", "values")

    template: str
    values: Mapping[str, object]

    def __new__(cls, template: str, values: Mapping[str, object]) -> Said:
        """Put the values into the template."""
        with speaking(ENGLISH):
            made = super().__new__(cls, template.format(**values))
        made.template, made.values = template, values
        return made

    def __reduce__(self) -> tuple[type[Said], tuple[str, Mapping[str, object]]]:
        return Said, (self.template, self.values)


class Digits:
    """A number inside a :class:`Said`, written with the decimal sign of whoever reads it.

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
        return digits(self.value, self.decimals)


class Words(Mapping[K, str]):
    """A table of words that answers in the reader's language.

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
    """Two letters of the language that is spoken now."""
    return _LANGUAGE.get() or _otherwise()


@contextmanager
def speaking(language: str) -> Generator[None]:
    """Show everything inside in one language.

    Parameters
    ----------
    language : str
        Two letters; one without a catalogue gives English.
    """
    token = _LANGUAGE.set(language)
    try:
        yield
    finally:
        _LANGUAGE.reset(token)


def otherwise(ask: Callable[[], str]) -> None:
    """Ask this for the language wherever none was set: in the threads of the app, for example."""
    global _otherwise
    _otherwise = ask


def tr(text: str) -> str:
    """A sentence in the reader's language; itself where it has no translation.

    Parameters
    ----------
    text : str
        English. Values are put in afterwards, with ``str.format`` and named fields, so that the
        catalogue knows the sentence. A :class:`Said` brings its values with it.
    """
    spoken = language()
    if spoken == ENGLISH or not text:
        return text
    known = catalogue(spoken)
    if isinstance(text, Said):
        values = {k: tr(v) if isinstance(v, str) else v for k, v in text.values.items()}
        return known.get(text.template, text.template).format(**values)
    return known.get(text, text)


def mark(text: str) -> str:
    """Leave a text as it is, but have it in the catalogue: it is translated where it is shown."""
    return text


def said(template: str, **values: object) -> Said:
    """A sentence with its values, in English, for :func:`tr` to say where it is shown.

    Parameters
    ----------
    template : str
        A literal, so that the catalogue knows it.
    **values : object
        For its named fields.
    """
    return Said(template, values)


def joined(texts: Iterable[str], separator: str = " ") -> Said:
    """Several sentences or names as one, each of which can still be said in another language."""
    values = {f"part_{i}": text for i, text in enumerate(texts)}
    return Said(separator.join(f"{{{name}}}" for name in values), values)


def begin(text: str) -> str:
    """A phrase as it begins a sentence; unlike ``str.capitalize`` the rest stays as it is."""
    return text[:1].upper() + text[1:]


def within(text: str) -> str:
    """A title as it stands inside a sentence: German keeps the capitals of its nouns."""
    return text[:1].lower() + text[1:] if language() == ENGLISH else text


def digits(value: float, decimals: int = 0) -> str:
    """A number with the reader's decimal sign: 12.3 or 12,3.

    Parameters
    ----------
    value : float
        Finite. What rounds to zero carries no sign.
    decimals : int
    """
    text = f"{value:.{decimals}f}"
    if text.startswith("-") and not text.strip("-0."):
        text = text[1:]
    if language() == ENGLISH:
        return text
    from babel.numbers import format_decimal

    pattern = "0." + "0" * decimals if decimals else "0"
    return format_decimal(Decimal(text), format=pattern, locale=_locale())


def short_days() -> tuple[str, ...]:
    """Monday to Sunday in two or three letters."""
    from babel.dates import get_day_names

    names = get_day_names("abbreviated", context="stand-alone", locale=_locale())
    return tuple(names[i].rstrip(".") for i in range(7))


@cache
def catalogue(language: str) -> Mapping[str, str]:
    """English to the language, without what is missing or uncertain.

    Parameters
    ----------
    language : str
        One without a catalogue has an empty one.
    """
    from babel.messages.pofile import read_po

    path = files("posture.i18n") / "locale" / language / "LC_MESSAGES" / "posture.po"
    if not path.is_file():
        return {}
    with path.open("rb") as file:
        entries: Any = read_po(file, locale=language)
        return {e.id: e.string for e in entries if e.id and e.string and not e.fuzzy}


def _locale() -> str:
    spoken = language()
    return spoken if spoken in LANGUAGES else ENGLISH


def _english() -> str:
    return ENGLISH


_otherwise: Callable[[], str] = _english
