"""Documents of any schema version, read, migrated and checked."""

from __future__ import annotations

import json
import math
import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, cast

import numpy as np
from pydantic import ValidationError

from posture.analysis.types import Analysis
from posture.assess.assessment import Assessment
from posture.body.estimate.features import VERSION as FEATURES_VERSION
from posture.body.estimate.features import names as feature_names
from posture.body.points import NODES, POINTS
from posture.errors import DocumentError, InputError
from posture.files.documents.migrations import STICKER_NOTICES, migrate
from posture.files.documents.records import (
    DOCUMENT,
    AnalysedDocument,
    Document,
    FrontalDocument,
)
from posture.files.text import decode, read_bytes
from posture.i18n.language import TranslatedTable, mark, tr
from posture.i18n.stored import recognised
from posture.limits import DOCUMENT_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from posture.body.body import Body

_MAX_FAULTS = 6

_LARGEST, _LARGEST_OF_BODY = 1e100, 1e6
"""Sizes of numbers that nobody measures: anywhere, so that they can be squared, and in the body, in
pixels, statures and degrees, from which everything else follows."""

_SURROGATE = re.compile(r"[\ud800-\udfff]|\\u[dD][89a-fA-F]")
"""A text that may hold half of a surrogate pair, as it is or as an escape."""

_REMEDY = mark("Give the analysis.json of the photo, or what --json printed for it alone.")

_NO_ANALYSIS = TranslatedTable(
    {
        "refused": mark("Its photo was refused, so it holds no points."),
        "unreadable": mark("Its photo could not be read, so it holds no points."),
        "combined": mark("It holds the median of several photos; the analysis of one is needed."),
        "compared": mark("It holds a comparison of two photos; the analysis of one is needed."),
        "frontal": mark("Its photo was taken from the front or the back; a side photo is needed."),
    }
)


def load_analysis(path: Path | str) -> Analysis:
    """Read an analysis that was written to a file.

    Parameters
    ----------
    path : Path or str
        An ``analysis.json``, or one line of ``--json``, of any schema version.

    Returns
    -------
    Analysis

    Raises
    ------
    InputError
        The file cannot be read, is too long, or holds something else: a refused or unreadable
        photo, several photos, a comparison, a frontal photo.
    """
    path = Path(path)
    return read_analysis(read_bytes(path, DOCUMENT_BYTES, tr(_REMEDY)), path.name)


def read_analysis(data: bytes, name: str) -> Analysis:
    """Read an analysis from the content of its file.

    Parameters
    ----------
    data : bytes
    name : str
        Of the file, for messages.

    Returns
    -------
    Analysis

    Raises
    ------
    InputError
        As :func:`load_analysis`.
    """
    if len(data) > DOCUMENT_BYTES:
        raise InputError(tr("The file {name} is far too long.").format(name=name), (), tr(_REMEDY))
    cannot = tr("The file {name} cannot be used:").format(name=name)
    try:
        document = read_document(data)
    except DocumentError as error:
        raise InputError(cannot, _first(error.message), tr(_REMEDY)) from error
    if not isinstance(document, AnalysedDocument):
        why = _NO_ANALYSIS[document.status]
        raise InputError(cannot, (why,), tr("Use a photo that was analysed."))
    return _analysis(document)


def read_document(text: str | bytes) -> Document:
    """Read a document of any kind and any schema version.

    Parameters
    ----------
    text : str or bytes
        The JSON text.

    Returns
    -------
    Document
        One of the records of :mod:`posture.files.documents.records`, told apart by ``status``.

    Raises
    ------
    DocumentError
        Not JSON, not of this shape, or of a later version; every fault is listed.
    """
    raw = _parsed(text)
    if too_large := list(_too_large(raw, _LARGEST)):
        raise _faults(too_large)
    migrated = migrate(raw)
    # Early versions kept the body under another name.
    if too_large := list(_too_large(migrated.get("body"), _LARGEST_OF_BODY, "body.")):
        raise _faults(too_large)
    try:
        document = DOCUMENT.validate_python(migrated)
    except ValidationError as error:
        raise _faults(_fault_lines(error)) from error
    found: list[str] = []
    if isinstance(document, AnalysedDocument):
        found += _contradictions(document)
        # Computed only with what is whole.
        if not found and not _has_places(document.body):
            found.append("body: from its numbers no place in the picture follows")
    if isinstance(document, (AnalysedDocument, FrontalDocument)):
        found += _unmeasured(document)
    if found:
        raise _faults(found)
    return document


def _parsed(text: str | bytes) -> dict[str, Any]:
    try:
        content = _decoded(text) if isinstance(text, bytes) else text
        raw = json.loads(content, parse_constant=_no_constant)
        # Half of a surrogate pair is no text: it could not be written again.
        if _SURROGATE.search(content):
            json.dumps(raw, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        raise DocumentError(
            tr("This is not valid JSON: {error}.").format(error=str(error).rstrip(".")),
            tr("Use a file that this program wrote."),
        ) from error
    if not isinstance(raw, dict):
        raise _faults([tr("it is not an object")])
    return cast("dict[str, Any]", raw)


def _decoded(data: bytes) -> str:
    try:
        return decode(data)
    except InputError as error:
        # A picture, for example.
        raise DocumentError(
            tr("It is not text in UTF-8 or UTF-16, so it is no analysis."),
            tr("Use a file that this program wrote."),
        ) from error


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a JSON number; unknown numbers are null")


def _too_large(value: Any, most: float, within: str = "") -> Iterator[str]:
    """Where in an object or a list numbers are that no computation with a body can hold."""
    if not isinstance(value, (dict, list)):
        return
    inside = value.items() if isinstance(value, dict) else enumerate(value)
    for step, one in cast("Iterable[tuple[int | str, Any]]", inside):
        if isinstance(one, (dict, list)):
            yield from _too_large(one, most, f"{within}{step}.")
        # Here and not in a call of its own: a covariance has 4,900 numbers.
        elif isinstance(one, (int, float)) and most < abs(one) < math.inf:
            yield tr("{place}: the number is too large").format(place=f"{within}{step}")


def _fault_lines(error: ValidationError) -> list[str]:
    faults = error.errors(include_url=False, include_input=False)
    return [f"{_place(fault['loc'])}: {fault['msg']}" for fault in faults]


def _place(steps: tuple[int | str, ...]) -> str:
    """Where a fault is; the first step names the kind of document, which the reader knows."""
    return ".".join(str(step) for step in steps[1:]) or "document"


def _faults(lines: Iterable[str]) -> DocumentError:
    heading = tr("This is not an analysis that can be loaded:")
    message = "\n".join((heading, *(f"- {line}" for line in lines)))
    return DocumentError(message, tr("Use a file that this program wrote, unchanged."))


def _first(message: str) -> tuple[str, ...]:
    """The first lines of a message: a file of another kind breaks every rule there is."""
    return tuple(line.removeprefix("- ") for line in message.splitlines()[:_MAX_FAULTS])


def _contradictions(document: AnalysedDocument) -> Iterable[str]:
    """Parts that are right by themselves and do not fit each other."""
    body = document.body
    if document.nodes != NODES:
        yield "nodes: the names must be those of this version, in their order"
    if len(body.detected.sources) != len(NODES):
        yield "body.detected.sources: one per node"
    names = [point.name for point in body.placed]
    for name in sorted(set(names) - set(POINTS)):
        yield f"body.placed: {name!r} is not a point"
    if len(set(names)) < len(names):
        yield "body.placed: a point is given twice"
    features = body.features
    current = features is not None and features.version == FEATURES_VERSION
    if features is not None and current and len(features.values) != len(feature_names()):
        yield f"body.features: version {FEATURES_VERSION} has another length"
    for name, one in document.measurements.items():
        if name != one.name:
            yield f"measurements.{name}: its name is {one.name!r}"


def _has_places(body: Body) -> bool:
    """Whether camera, estimates and placed points say where all that is known lies in the picture.

    Numbers that are each possible can still divide by nothing together.
    """
    with np.errstate(all="ignore"):
        try:
            positions = body.layered.positions
        except np.linalg.LinAlgError:
            return False
        known = ~np.isnan(positions).any(axis=-1)
        px = body.camera.to_picture(positions[known], body.depths[known])
    return bool((np.abs(px) < _LARGEST).all())


def _unmeasured(document: AnalysedDocument | FrontalDocument) -> Iterable[str]:
    for one in document.findings:
        if one.measurement not in document.measurements:
            yield f"measurements.{one.measurement}: a finding is about it, and it is missing"


def _analysis(document: AnalysedDocument) -> Analysis:
    # Early documents of version 2 kept the notice about stickers, which would be shown twice.
    notices = tuple(
        replace(n, text=recognised(n.text), remedy=recognised(n.remedy))
        for n in document.body.notices
        if n.code not in STICKER_NOTICES
    )
    return Analysis(
        photo=document.photo_info,
        body=replace(document.body, notices=notices),
        measurements=document.measurements,
        subject=document.subject,
        answers=document.answers,
        assessment=Assessment(
            document.findings, document.imbalances, document.pattern, document.plan
        ),
        provenance=document.provenance,
    )
