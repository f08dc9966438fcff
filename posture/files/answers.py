"""Answers of a person from a JSON file: self-checks, tense or not, screening, goal."""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from posture.assess.assessment import Answer, Answers
from posture.errors import InputError
from posture.i18n.language import mark, tr

_EXAMPLE = '{"self_checks": {"modified_thomas": "yes"}, "tense": {"hip": "no"}}'
_REMEDY = mark("Write it like {example}.")
_MOST_BYTES = 1_000_000


class _File(BaseModel):
    """The whole file; every part may be left out."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    self_checks: dict[str, Answer] = Field(default_factory=dict[str, Answer])
    tense: dict[str, Answer] = Field(default_factory=dict[str, Answer])
    screening: dict[str, Answer] = Field(default_factory=dict[str, Answer])
    goal: str | None = None


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
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise InputError(
                tr("The answers file {name} is far too long.").format(name=path.name),
                (),
                tr(_REMEDY).format(example=_EXAMPLE),
            )
        text = path.read_bytes()
    except OSError as error:
        why = error.strerror or tr("unknown reason")
        raise InputError(
            tr("The answers file {path} cannot be read: {why}.").format(path=path, why=why)
        ) from error
    try:
        file = _File.model_validate_json(text)
    except ValidationError as error:
        faults = tuple(
            f"{'.'.join(str(step) for step in fault['loc']) or 'file'}: {fault['msg']}"
            for fault in error.errors(include_url=False)
        )
        raise InputError(
            tr("The answers file {name} has faults:").format(name=path.name),
            faults,
            tr(_REMEDY).format(example=_EXAMPLE),
        ) from error
    return Answers(
        self_checks=file.self_checks,
        tense=file.tense,
        screening=file.screening,
        goal=file.goal,
    )
