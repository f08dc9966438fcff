"""What the page *Learn* shows of ``accuracy.json``, in the reader's language.

The file is written by the ground truth (``make truth-full``), together with ``docs/accuracy.md``.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from posture.i18n.language import format_number, mid_sentence, tr
from posture.measure.registry import METRICS
from posture.present.wording import title

SCHEMA_VERSION = 1
_UNITS = {metric.name: "°" if metric.unit == "deg" else " %" for metric in METRICS}
_UNKNOWN = "–"
_HEADLINE = ("cva", "pelvic_tilt", "knee_angle")


@dataclass(frozen=True, slots=True)
class Accuracy:
    """What is known of the errors, in words and one table.

    Attributes
    ----------
    paragraphs : tuple of str
        Markdown; real photographs first, then another renderer, then the people rendered here.
    header : tuple of str
    rows : tuple of tuple of str
        Cells of the table, the measurement's title first.
    note : str
        How to read the table.
    """

    paragraphs: tuple[str, ...]
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str


def accuracy() -> Accuracy:
    """Errors as measured, in the reader's language."""
    return describe(load())


@cache
def load() -> dict[str, Any]:
    """Read ``accuracy.json``.

    Raises
    ------
    ValueError
        The file has another schema version.
    """
    found = json.loads((files("posture.present.learn") / "accuracy.json").read_text("utf-8"))
    if found["schema_version"] != SCHEMA_VERSION:
        raise ValueError(f"accuracy.json has schema version {found['schema_version']}")
    return found


def describe(found: dict[str, Any]) -> Accuracy:
    """Put the contents of ``accuracy.json`` into words and a table."""
    sets = found["sets"]
    columns = (
        ("life", "rmse"),
        ("wide", "rmse"),
        ("life", "skill"),
        ("stickers life", "rmse"),
    )
    rows = tuple(
        (title(metric.name), *(_cell(sets, name, metric.name, what) for name, what in columns))
        for metric in METRICS
    )
    return Accuracy(
        tuple(
            text
            for text in (
                _real(found.get("real", {})),
                _web(found.get("photographs", {}).get("fresh", {}).get("marked", {})),
                _outside(sets),
                _rendered(found),
            )
            if text
        ),
        (
            tr("Measurement"),
            tr("RMSE, people as in life"),
            tr("RMSE, wide spreads"),
            tr("skill"),
            tr("RMSE with stickers"),
        ),
        rows,
        tr(
            "*RMSE* is the root mean square error: about two values in three are nearer to the "
            "truth than this. *Skill* is `1 - MSE / Var(truth)`: 100 % would be exact, 0 % is no "
            "better than giving everybody the average. A dash: not measured, or none of the points "
            "can have a sticker."
        ),
    )


def _real(found: dict[str, Any]) -> str:
    if not found:
        return ""
    cva = found["measurements"]["cva"]
    return tr(
        "**Real photographs.** In {photographs} side photographs of {people} people, with points "
        "marked by eye, the craniovertebral angle was off by {bias}° on average, with a standard "
        "deviation of {sd}°; below 0 the head seems further forward than it is. Its 95 % interval, "
        "widened by the error of marking, contained the marked value in {cover} % of the "
        "photographs."
    ).format(
        photographs=found["photographs"],
        people=found["people"],
        bias=format_number(cva["bias"], 1),
        sd=format_number(cva["sd"], 1),
        cover=format_number(cva["cover_95"]),
    )


def _web(found: dict[str, Any]) -> str:
    if not found:
        return ""
    every, free, covered = found["analysed"], found["nape_free"], found["nape_covered"]
    return tr(
        "**Other photographs from the web.** In {photographs} more, taken in all kinds of ways, "
        "the standard deviation was {sd}°, and the interval contained the marked value in "
        "{cover} %. It was {free}° where the base of the neck is free and {covered}° where hair, a "
        "collar or a hood covers it; there the true error is larger than the one that is stated. "
        "Expect this of your own photos, and keep the neck free."
    ).format(
        photographs=every["photographs"],
        sd=format_number(every["sd"], 1),
        cover=format_number(every["cover_95"]),
        free=format_number(free["sd"], 1),
        covered=format_number(covered["sd"], 1),
    )


def _outside(sets: dict[str, Any]) -> str:
    outside = sets.get("outside life")
    if outside is None:
        return ""
    cva = outside["metrics"]["cva"]
    return tr(
        "**Pictures of another renderer.** In {pictures} pictures of {people} people, with which "
        "nothing was trained or chosen, {figures}. The 95 % interval of {name} contained the truth "
        "in {cover} % of the pictures."
    ).format(
        pictures=outside["pictures"],
        people=outside["people"],
        figures=_figures(sets, "outside life", ("cva", "pelvic_tilt")),
        name=mid_sentence(title("cva")),
        cover=format_number(cva["cover_95"]),
    )


def _rendered(found: dict[str, Any]) -> str:
    sets, counts = found["sets"], found["rendered"]
    if "life" not in sets:
        return ""
    covers = [metric["cover_95"] for metric in sets["life"]["metrics"].values()]
    return tr(
        "**People rendered for this program.** In {pictures} pictures of {people} people, of which "
        "{refused} were refused, {figures} (people as different as in life). {silent} % of the "
        "findings say *cannot tell*; of the others {correct} % are correct. The 95 % interval "
        "contains the truth in {low} to {high} % of the pictures, depending on the measurement. "
        "The table is about these people."
    ).format(
        pictures=counts["pictures"],
        people=counts["people"],
        refused=counts["refused"],
        figures=_figures(sets, "life", _HEADLINE),
        silent=format_number(counts["cannot_tell"]),
        correct=format_number(counts["correct"]),
        low=format_number(min(covers)),
        high=format_number(max(covers)),
    )


def _figures(sets: dict[str, Any], name: str, metrics: tuple[str, ...]) -> str:
    return ", ".join(
        tr("{title} is off by {error}").format(
            title=mid_sentence(title(metric)), error=_cell(sets, name, metric, "rmse")
        )
        for metric in metrics
    )


def _cell(sets: dict[str, Any], name: str, metric: str, statistic: str) -> str:
    value = sets.get(name, {}).get("metrics", {}).get(metric, {}).get(statistic)
    if value is None:
        return _UNKNOWN
    if statistic == "skill":
        return f"{format_number(100.0 * max(value, 0.0))} %"
    return f"{format_number(value, 1)}{_UNITS[metric]}"
