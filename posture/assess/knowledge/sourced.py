"""What all records of the knowledge files share: texts that people read, sources and their tags."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from posture.i18n.language import TranslatedTable, mark

Tag = Literal["V", "V2", "M", "D"]
Provenance = Literal["verified", "secondary", "unverified", "derived"]

TEXT = "text"
"""Marks a field that people read: it is in the catalogue, and the reader's language says it."""
Text = Annotated[str, TEXT]
Texts = tuple[Text, ...]
# A comma in an unquoted YAML list cuts a sentence in two; a half fails here and not on the page.
Sentence = Annotated[str, TEXT, Field(pattern=r"^[A-Z0-9].*[.?!]$")]
Sentences = tuple[Sentence, ...]

PROVENANCE: dict[Tag, Provenance] = {
    "V": "verified",
    "V2": "secondary",
    "M": "unverified",
    "D": "derived",
}
PROVENANCE_WORDS: TranslatedTable[Provenance] = TranslatedTable(
    {
        "verified": mark("verified"),
        "secondary": mark("secondary"),
        "unverified": mark("unverified"),
        "derived": mark("derived"),
    }
)


class Record(BaseModel):
    """Base: frozen, and no field beyond the named ones."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Source(Record):
    """Where a fact comes from; ``tag`` says how far it was checked."""

    citation: Text = Field(min_length=3)
    doi: str | None = None
    tag: Tag


class Sourced(Record):
    """A record that rests on sources; ``tag`` is that of its weakest number or claim."""

    tag: Tag
    sources: tuple[str, ...] = Field(min_length=1)

    @property
    def provenance(self) -> Provenance:
        """The tag in a word."""
        return PROVENANCE[self.tag]
