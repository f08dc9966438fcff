"""Base of all records in the knowledge files: translatable texts, sources, tags."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeVar, get_args

from pydantic import BaseModel, ConfigDict, Field

from posture.i18n.language import TranslatedTable, mark

if TYPE_CHECKING:
    from collections.abc import Callable

Tag = Literal["V", "V2", "M", "D", "E"]
Provenance = Literal["verified", "secondary", "unverified", "derived", "own_sample"]

TEXT = "text"
"""Marks a field that people read: it is in the catalogue and is translated."""
Text = Annotated[str, TEXT]
Texts = tuple[Text, ...]
# An unquoted comma in a YAML list splits a sentence; the pattern rejects the halves.
Sentence = Annotated[str, TEXT, Field(pattern=r"^[A-Z0-9].*[.?!]$")]
Sentences = tuple[Sentence, ...]

PROVENANCE: dict[Tag, Provenance] = {
    "V": "verified",
    "V2": "secondary",
    "M": "unverified",
    "D": "derived",
    "E": "own_sample",
}
PROVENANCE_WORDS: TranslatedTable[Provenance] = TranslatedTable(
    {
        "verified": mark("verified"),
        "secondary": mark("secondary"),
        "unverified": mark("unverified"),
        "derived": mark("derived"),
        "own_sample": mark("own sample"),
    }
)


class Record(BaseModel):
    """Base: frozen, and no field beyond the named ones."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Source(Record):
    """A source; ``tag`` changes how far it was checked."""

    citation: Text = Field(min_length=3)
    doi: str | None = None
    tag: Tag


class Sourced(Record):
    """A record with sources; ``tag`` is that of its least checked number or claim."""

    tag: Tag
    sources: tuple[str, ...] = Field(min_length=1)

    @property
    def provenance(self) -> Provenance:
        """The tag as a word."""
        return PROVENANCE[self.tag]


R = TypeVar("R", bound=Record)


def map_texts(record: R, change: Callable[[str], str]) -> R:
    """Copy a record with a function applied to every text that people read.

    Parameters
    ----------
    record : Record
    change : callable
        Text to text; not called for codes and numbers.

    Returns
    -------
    Record
    """
    fields = type(record).model_fields
    return record.model_copy(
        update={
            name: _mapped(getattr(record, name), _is_text(field.annotation, field.metadata), change)
            for name, field in fields.items()
        }
    )


def _mapped(value: Any, is_text: bool, change: Callable[[str], str]) -> Any:
    if isinstance(value, Record):
        return map_texts(value, change)
    if isinstance(value, tuple):
        return tuple(_mapped(one, is_text, change) for one in value)
    if isinstance(value, dict):
        return {key: _mapped(one, is_text, change) for key, one in value.items()}
    return change(value) if is_text and isinstance(value, str) and value else value


def _is_text(annotation: Any, metadata: Any = ()) -> bool:
    """Whether a type contains the mark: ``Text``, ``tuple[Text, ...]``, ..."""
    if TEXT in metadata or TEXT in getattr(annotation, "__metadata__", ()):
        return True
    return any(_is_text(inner) for inner in get_args(annotation))
