"""Answers of a person from a JSON file: self-checks, tense or not, screening, goal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import ConfigDict, TypeAdapter, ValidationError

from posture.assess.assessment import Answers
from posture.errors import InputError
from posture.files.text import decode, read_bytes
from posture.i18n.language import mark, tr
from posture.limits import ANSWERS_BYTES

if TYPE_CHECKING:
    from pathlib import Path

_EXAMPLE = '{"self_checks": {"modified_thomas": "yes"}, "tense": {"hip": "no"}}'
_REMEDY = mark("Write it like {example}.")

# Optional: pydantic takes a configuration for a union, but not for a dataclass alone.
_ANSWERS: TypeAdapter[Answers | None] = TypeAdapter(
    Answers | None, config=ConfigDict(extra="forbid")
)


def read_answers(path: Path) -> Answers:
    """Read the answers from a JSON file.

    Parameters
    ----------
    path : Path
        JSON object with any of ``self_checks``, ``tense``, ``screening`` (id to "yes" or "no") and
        ``goal`` (imbalance id or null).

    Returns
    -------
    Answers
        Whether their ids belong to a question is checked by the assessment.

    Raises
    ------
    InputError
        The file cannot be read, or its content has faults; all of them are listed.
    """
    remedy = tr(_REMEDY).format(example=_EXAMPLE)
    text = decode(read_bytes(path, ANSWERS_BYTES, remedy))
    faults: tuple[str, ...]
    try:
        answers = _ANSWERS.validate_json(text)
        faults = ("file: null",)
    except ValidationError as error:
        answers = None
        faults = tuple(
            f"{'.'.join(str(step) for step in fault['loc']) or 'file'}: {fault['msg']}"
            for fault in error.errors(include_url=False)
        )
    if answers is None:
        raise InputError(
            tr("The answers file {name} has faults:").format(name=path.name), faults, remedy
        )
    return answers
