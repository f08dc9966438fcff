"""The texts of the knowledge records: which fields people read, and how to say them otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar, get_args

from posture.assess.knowledge.sourced import TEXT, Record

if TYPE_CHECKING:
    from collections.abc import Callable

R = TypeVar("R", bound=Record)


def in_other_words(record: R, say: Callable[[str], str]) -> R:
    """The same record with every text that people read put through a function.

    Parameters
    ----------
    record : Record
    say : callable
        Takes a text and gives what stands in its place; codes and numbers never reach it.

    Returns
    -------
    Record
    """
    fields = type(record).model_fields
    return record.model_copy(
        update={
            name: _said(getattr(record, name), _is_text(field.annotation, field.metadata), say)
            for name, field in fields.items()
        }
    )


def _said(value: Any, is_text: bool, say: Callable[[str], str]) -> Any:
    if isinstance(value, Record):
        return in_other_words(value, say)
    if isinstance(value, tuple):
        return tuple(_said(one, is_text, say) for one in value)
    if isinstance(value, dict):
        return {key: _said(one, is_text, say) for key, one in value.items()}
    return say(value) if is_text and isinstance(value, str) and value else value


def _is_text(annotation: Any, metadata: Any = ()) -> bool:
    """Whether the mark stands anywhere in a type: ``Text``, ``tuple[Text, ...]``, ..."""
    if TEXT in metadata or TEXT in getattr(annotation, "__metadata__", ()):
        return True
    return any(_is_text(inner) for inner in get_args(annotation))
