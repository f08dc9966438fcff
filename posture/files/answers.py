"""Answers of a person from a JSON file: self-checks, tense or not, screening, goal."""

from __future__ import annotations

import json
from dataclasses import fields
from typing import TYPE_CHECKING, Any, cast, get_args

from pydantic import ConfigDict, TypeAdapter, ValidationError

from posture.assess.answer_ids import id_faults
from posture.assess.assessment import Answers, Urgency
from posture.assess.knowledge import knowledge
from posture.errors import InputError
from posture.files.text import decode, read_bytes
from posture.i18n.language import mark, tr
from posture.json_types import clean
from posture.limits import ANSWERS_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

_EXAMPLE = '{"self_checks": {"modified_thomas": "yes"}, "tense": {"hip": "no"}}'
_REMEDY = mark("Write it like {example}.")

_MOMENT = "2026-03-01T10:05:00+01:00"
_PARTS = {
    "self_checks": '{"modified_thomas": "yes"}',
    "tense": '{"hip": "no"}',
    "screening": '{"trauma": "no"}',
    "confirmed": f'{{"emergency": "{_MOMENT}"}}',
}
"""Parts that hold an answer per id, each with an example."""

# Optional: pydantic takes a configuration for a union, but not for a dataclass alone.
_ANSWERS: TypeAdapter[Answers | None] = TypeAdapter(
    Answers | None, config=ConfigDict(extra="forbid")
)


def read_answers(path: Path) -> Answers:
    """Read the answers from a JSON file.

    Parameters
    ----------
    path : Path
        JSON object with any of ``self_checks``, ``tense``, ``screening`` (id to "yes" or "no"),
        ``goal`` (imbalance id or null) and ``confirmed`` (urgency to a time).

    Returns
    -------
    Answers
        Every id belongs to a question.

    Raises
    ------
    InputError
        The file cannot be read, or its content has faults: all of them are listed, each with how to
        correct it.
    """
    remedy = tr(_REMEDY).format(example=_EXAMPLE)
    answers, faults = _checked(decode(read_bytes(path, ANSWERS_BYTES, remedy)))
    if answers is None or faults:
        raise InputError(
            tr("The answers file {name} has faults:").format(name=path.name), tuple(faults)
        )
    return answers


def _checked(text: str) -> tuple[Answers | None, list[str]]:
    """The answers as far as they can be read, and what is wrong with the text."""
    try:
        given = json.loads(text, object_pairs_hook=_writable)
    except (ValueError, RecursionError) as error:
        fault = tr("It is not valid JSON ({error}). Check brackets, commas and quotes.")
        return None, [fault.format(error=error)]
    if not isinstance(given, dict):
        remedy = tr(_REMEDY).format(example=_EXAMPLE)
        fault = tr("It is not an object.")
        return None, [f"{fault} {remedy}"]
    content = cast("dict[str, Any]", given)
    try:
        answers, wrong = _ANSWERS.validate_python(content), []
    except ValidationError as error:
        answers, wrong = None, error.errors(include_url=False)
    return answers, [*(_mended(fault) for fault in wrong), *_unknown_ids(content)]


def _writable(found: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object whose keys are texts that can be written; JSON allows others."""
    return {clean(key): value for key, value in found}


def _unknown_ids(content: Mapping[str, Any]) -> Iterator[str]:
    """Ids that belong to no question, also where other parts of the file have faults."""

    def ids(part: str) -> tuple[str, ...]:
        given = content.get(part)
        return tuple(cast("dict[str, Any]", given)) if isinstance(given, dict) else ()

    goal = content.get("goal")
    return id_faults(
        ids("self_checks"),
        ids("tense"),
        ids("screening"),
        goal if isinstance(goal, str) else None,
    )


def _mended(fault: Mapping[str, Any]) -> str:
    """One fault, with how to correct it."""
    part, *steps = (str(step) for step in fault["loc"])
    if part not in _PARTS and part != "goal":
        unknown = tr('"{name}" is not a part of the answers.').format(name=part[:40])
        return _one_of(unknown, (one.name for one in fields(Answers)))
    if steps and steps[-1] == "[key]":
        unknown = tr('confirmed: "{name}" is not a group of the screening.')
        return _one_of(unknown.format(name=steps[0][:40]), get_args(Urgency))
    wrong = tr("{place} cannot be {given}.").format(
        place=".".join((part, *steps))[:80],
        given=json.dumps(fault["input"], ensure_ascii=False)[:40],
    )
    if part == "goal":
        return _one_of(wrong, knowledge().imbalances)
    if not steps:
        remedy = tr(_REMEDY).format(example=_PARTS[part])
    elif part == "confirmed":
        remedy = tr("Write day and time, such as {example}.").format(example=f'"{_MOMENT}"')
    else:
        remedy = tr('Write "yes" or "no".')
    return f"{wrong} {remedy}"


def _one_of(fault: str, names: Iterable[str]) -> str:
    remedy = tr("Use one of {names}.").format(names=", ".join(names))
    return f"{fault} {remedy}"
