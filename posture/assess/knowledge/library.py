"""Load and cross-check the knowledge files, once per process."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import yaml
from pydantic import ValidationError

from posture.assess.knowledge.metric_record import MetricRecord
from posture.assess.knowledge.records import Knowledge
from posture.assess.knowledge.sourced import Sourced, map_texts
from posture.assess.knowledge.verdict_record import Short
from posture.errors import KnowledgeError
from posture.i18n.language import ENGLISH, language, tr, use_language

FILES = tuple(Knowledge.model_fields)
"""One YAML file per field of `Knowledge`, in this order."""

ROLLING = "rolling"

_CHECKED: Mapping[str, frozenset[str]] = {
    "V": frozenset({"V"}),
    "V2": frozenset({"V", "V2"}),
    "D": frozenset({"D"}),
    "E": frozenset({"E"}),
}
"""Tags of which a record's sources must hold at least one."""


def _read(name: str) -> bytes:
    return (files("posture.assess.knowledge") / f"{name}.yaml").read_bytes()


@cache
def knowledge_sha256() -> str:
    """Hash over all knowledge files, names included; hexadecimal."""
    digest = hashlib.sha256()
    for name in FILES:
        content = _read(name).replace(b"\r\n", b"\n")
        digest.update(f"{name} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()


def knowledge() -> Knowledge:
    """All facts, validated, with texts in the current language.

    Raises
    ------
    KnowledgeError
        A file breaks its schema or has a dangling reference; lists every fault.
    """
    return _translated(language())


@cache
def _translated(language: str) -> Knowledge:
    known = _validated()
    if language == ENGLISH:
        return known
    with use_language(language):
        return map_texts(known, tr)


@cache
def _validated() -> Knowledge:
    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return parse({name: yaml.load(_read(name), Loader=loader) for name in FILES})


def parse(raw: Mapping[str, Any]) -> Knowledge:
    """Validate raw content, one entry per file.

    Raises
    ------
    KnowledgeError
        Lists every fault.
    """
    try:
        known = Knowledge.model_validate(raw)
    except ValidationError as error:
        faults = [f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors()]
        raise KnowledgeError(
            "\n- ".join(("The knowledge files break their schema:", *faults))
        ) from error
    if faults := list(_cross_faults(known)):
        raise _fault("The knowledge files contradict themselves:", faults)
    return known


def _fault(message: str, faults: Iterable[str]) -> KnowledgeError:
    return KnowledgeError("\n- ".join((message, *faults)))


def _sourced(known: Knowledge) -> Iterator[tuple[str, Sourced]]:
    for name in FILES:
        part = getattr(known, name)
        if isinstance(part, Sourced):
            yield name, part
        elif name not in ("sources", "verdict", "wording"):
            yield from ((f"{name}.{key}", record) for key, record in part.items())
    for name in ("imbalances", "side_differences"):
        for key, record in getattr(known, name).items():
            for claim in (*record.evidence_for, *record.evidence_against):
                yield f"{name}.{key}.evidence", claim


def _cross_faults(known: Knowledge) -> Iterator[str]:
    """Faults between records."""
    for where, record in _sourced(known):
        yield from _unknown(where, record.sources, known.sources)
        tags = {known.sources[s].tag for s in record.sources if s in known.sources}
        if record.tag in _CHECKED and not tags & _CHECKED[record.tag]:
            yield f"{where}: tagged {record.tag}, but none of its sources is"
    exercises = known.exercises
    for key, record in known.imbalances.items():
        where = f"imbalances.{key}"
        triggers = (*record.main, *record.support)
        yield from _unknown(where, (t.measurement for t in triggers), known.metrics)
        yield from _unknown(where, record.self_checks, known.self_checks)
        lists = (record.train, record.head_train, record.release, record.curve_release)
        lists += (record.neutral_release, record.sway_release)
        yield from _unknown(where, (i for ids in lists for i in ids), exercises)
        if record.stretch is not None:
            yield from _unknown(where, (record.stretch.exercise,), exercises)
            yield from _unknown(where, (record.stretch.check,), record.self_checks)
    for key, record in known.side_differences.items():
        yield from _unknown(f"side_differences.{key}", (record.measurement,), known.sides)
    for key, record in known.patterns.items():
        parts = (*record.components, *record.hint)
        yield from _unknown(f"patterns.{key}", (p.measurement for p in parts), known.metrics)
    for key, record in exercises.items():
        yield from _unknown(f"exercises.{key}", record.needs_no, known.screening)
        yield from _unknown(f"exercises.{key}", (record.per_week,), known.programme.rhythm)
    for key, record in known.screening.items():
        yield from _unknown(f"screening.{key}", record.removes, {*exercises, ROLLING})
    for key, record in known.metrics.items():
        gates = (g.measurement for g in (record.gated_by,) if g)
        yield from _unknown(f"metrics.{key}", gates, known.metrics)
    for key, line in known.verdict.items():
        where = f"verdict.{key}"
        yield from _unknown(where, (*line.spoken, *line.also), known.metrics)
        yield from _unknown(where, (line.imbalance,), known.imbalances)
        for name, said in line.spoken.items():
            if name in known.metrics and not _fits(known.metrics[name], said.short):
                yield f"{where}: {name} has words for other sides than it has tiers"
    yield from _unknown("programme", known.programme.general, exercises)
    for days in known.programme.rhythm.values():
        yield from _unknown("programme.rhythm", days, known.programme.days)
    for expression in (e for group in known.wording.values() for e in group):
        try:
            re.compile(expression)
        except re.error as error:
            yield f"wording: {expression}: {error}"


def _fits(metric: MetricRecord, short: Short) -> bool:
    """Whether the headline has words for exactly the sides that are judged."""
    sides = ((metric.lower, short.lower), (metric.higher, short.higher))
    return all((phrases is None) == (words is None) for phrases, words in sides)


def _unknown(where: str, names: Iterable[object], there: Iterable[object]) -> Iterator[str]:
    known = set(there)
    yield from (f"{where}: unknown id {name!r}" for name in names if name not in known)
