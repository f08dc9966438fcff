"""Runs the pipeline on every picture, in parallel and resumable."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from concurrent.futures import as_completed
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from posture.analysis.comparison import compare
from posture.analysis.edit import set_points
from posture.analysis.options import Options
from posture.analysis.pipeline import analyze, analyze_photo
from posture.analysis.types import Analysis
from posture.assess.assessment import Subject
from posture.body.camera.errors import CameraErrors
from posture.body.estimate.corrections import carried
from posture.body.placed.entries import STICKER_SD, PlacedPoint
from posture.errors import InputError
from posture.photo.load import load
from posture.pose.detect import find_people
from tqdm import tqdm

from groundtruth.processes import processes
from groundtruth.program import program_sha256
from groundtruth.score.row import Row, estimates_of, readings_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from posture.body.camera.pinhole import Camera
    from posture.photo.photo import Photo

    from groundtruth.score.people import Person

PLACING_MM = 2.5
"""1-sigma error of each coordinate where a point is placed by hand in the reference photo."""

_KNOWN_CAMERA_SD = 0.001
"""Error of a known camera: positive, because it is a divisor."""

PLACING_SEED = 25
PROVENANCE = ("version", "model_sha256", "estimator", "estimator_sha256", "knowledge_sha256")
"""What of the analysis' provenance the page names."""


def code_sha256() -> str:
    """Hash of the program, and of this package's collecting."""
    mine = Path(__file__).parent
    return program_sha256([mine / "collect.py", mine / "row.py", mine / "outside.py"])


def collect(people: Sequence[Person], store: Path, *, workers: int = 2) -> dict[str, Row]:
    """Analyse every picture that is not in the store yet.

    Parameters
    ----------
    people : sequence of Person
    store : Path
        JSON lines; results are appended as they come. An incomplete last line is computed again.
    workers : int
        Processes; 1 works in this one.

    Returns
    -------
    dict of str to Row
        By ``Person.name``.
    """
    bodies: dict[tuple[str, bool, int], list[Person]] = defaultdict(list)
    for person in people:
        bodies[person.group, person.stickers is not None, person.body].append(person)
    jobs = [sorted(photos, key=lambda p: p.photo) for photos in bodies.values()]
    kept = _stored(store)
    done: dict[str, Row] = {}
    todo: list[list[Person]] = []
    for photos in jobs:
        known = [kept.get(key) for key in keys(photos)]
        if all(known):
            done.update({row.name: row for row in known if row})
        else:
            todo.append(photos)
    store.parent.mkdir(parents=True, exist_ok=True)
    with store.open("a", encoding="utf-8") as file:
        if not _ends_with_newline(store):
            file.write("\n")
        for rows in _analysed(todo, workers):
            done.update({row.name: row for row in rows})
            file.write("".join(row.line() + "\n" for row in rows))
            file.flush()
    return done


def keys(photos: Sequence[Person]) -> list[str]:
    """Key of each photo of one body: code, picture, truth and the pictures before it."""
    digest = hashlib.sha256(code_sha256().encode())
    found: list[str] = []
    for person in photos:
        digest.update(person.name.encode())
        digest.update(person.path.read_bytes())
        digest.update(person.path.with_suffix(".json").read_bytes())
        found.append(digest.hexdigest())
    return found


def _stored(store: Path) -> dict[str, Row]:
    if not store.is_file():
        return {}
    rows: dict[str, Row] = {}
    for line in store.read_text("utf-8").splitlines():
        try:
            row = Row.read(line)
        except (ValueError, TypeError, KeyError):
            continue  # incomplete, or of an older version: computed again
        rows[row.key] = row
    return rows


def _ends_with_newline(store: Path) -> bool:
    """Whether the last line is complete."""
    kept = store.read_bytes()
    return not kept or kept.endswith(b"\n")


def _analysed(todo: Sequence[Sequence[Person]], workers: int) -> Any:
    """Rows of each body as they are ready."""
    bar = tqdm(total=sum(map(len, todo)), desc="scoring", disable=not todo)
    if workers == 1 or len(todo) < 2:
        for photos in todo:
            rows = analyse_body(photos)
            bar.update(len(rows))
            yield rows
    else:
        with processes(workers) as pool:
            for job in as_completed([pool.submit(analyse_body, photos) for photos in todo]):
                rows = job.result()
                bar.update(len(rows))
                yield rows
    bar.close()


def analyse_body(photos: Sequence[Person]) -> list[Row]:
    """Analyse all photos of one body; the first serves the others as personal reference."""
    rows: list[Row] = []
    first: Analysis | None = None
    for key, person in zip(keys(photos), photos, strict=True):
        photo = load(person.path)
        result = analyze_photo(photo, Options(subject=_subject(person)))
        if not isinstance(result, Analysis):
            rows.append(Row(key, person.name, refused=tuple(r.code for r in result.reasons)))
            continue
        reference = None if first is None else _with_points(first, photos[0])
        row = _row(key, person, photo, result, reference)
        if first is None or reference is None:
            rows.append(row)
        else:
            together, change_calibrated = (
                estimates_of(compare(one, result).changes) for one in (first, reference)
            )
            rows.append(replace(row, change=together, change_calibrated=change_calibrated))
        if person is photos[0]:
            first = result
    return rows


def _row(
    key: str, person: Person, photo: Photo, result: Analysis, reference: Analysis | None
) -> Row:
    subject = _subject(person)
    turned = replace(photo, pixels=np.ascontiguousarray(photo.pixels[:, ::-1]))
    mirror = analyze_photo(turned, Options(subject=subject))
    true = person.camera
    stickers = None
    if person.stickers is not None:
        stickers = _analysed_file(person, Options(subject=subject, stickers="auto"))
    level = analyze_photo(photo, Options(subject=subject, roll_deg=true.roll_deg)) if true else None
    placed = _with_points(result, person)
    corrected = None
    if reference is not None:
        corrected = _analysed_file(person, Options(subject=subject, reference=reference))
    return Row(
        key=key,
        name=person.name,
        facing=result.body.facing,
        provenance={name: getattr(result.provenance, name) for name in PROVENANCE},
        landmarks=tuple((float(x), float(y)) for x, y in find_people(photo).poses[0].landmarks),
        readings=readings_of(result),
        tiers={f.measurement: (f.tier, f.direction) for f in result.assessment.findings},
        mirrored={n: m.value for n, m in mirror.measurements.items()}
        if isinstance(mirror, Analysis)
        else {},
        placed=readings_of(placed),
        true_camera=readings_of(_with_camera(placed, true)) if true else {},
        with_stickers=readings_of(stickers) if stickers else {},
        sticker_positions={
            p.name: (p.x_px, p.y_px, p.sd_px)
            for p in (stickers.body.placed if stickers else ())
            if p.source == "sticker"
        },
        true_roll=readings_of(level) if isinstance(level, Analysis) else {},
        personal=readings_of(corrected) if corrected else {},
    )


def _analysed_file(person: Person, options: Options) -> Analysis | None:
    """Analyse the file; stickers want all of its pixels.

    None where it is refused or an option is rejected for this photo, for example a reference photo
    that seems to show another person.
    """
    try:
        result = analyze(person.path, options)
    except InputError:
        return None
    return result if isinstance(result, Analysis) else None


def _with_camera(analysis: Analysis, camera: Camera) -> Analysis:
    """The same points of the picture with the true camera."""
    body = analysis.body
    at, scale = carried(body.detected.positions, body.depths, body.camera, camera)
    known = replace(
        body,
        camera=camera,
        detected=replace(
            body.detected, positions=at, covariance=scale**2 * body.detected.covariance
        ),
        camera_errors=CameraErrors(
            _KNOWN_CAMERA_SD, _KNOWN_CAMERA_SD, _KNOWN_CAMERA_SD, _KNOWN_CAMERA_SD, _KNOWN_CAMERA_SD
        ),
    )
    return set_points(replace(analysis, body=replace(known, placed=())), body.placed)


def _subject(person: Person) -> Subject:
    """What a trainer knows of a client: age, sex and stature."""
    return Subject(age=person.age, sex=person.sex, stature_cm=100.0 * person.stature_m)


def _with_points(analysis: Analysis, person: Person) -> Analysis:
    """Place every palpable point at its sticker, or at its true position with a placing error.

    The errors stated are those of a sticker, for both.
    """
    scale = analysis.body.camera.px_per_stature
    worn = person.stickers
    at = person.points_px if worn is None else worn
    rng = np.random.default_rng([PLACING_SEED, person.body, person.photo])
    spread = PLACING_MM / 1000.0 / person.stature_m * scale if worn is None else 0.0
    points = [
        PlacedPoint(name, x + dx, y + dy, STICKER_SD * scale, "sticker")
        for (name, (x, y)), (dx, dy) in zip(
            at.items(), rng.normal(0.0, 1.0, (len(at), 2)) * spread, strict=True
        )
    ]
    return set_points(analysis, points)
