"""A studio to try out: a dozen made-up clients over three visits, from the rendered samples.

``python -m posture.studio.made_up FOLDER`` makes it, unless there are clients already.
"""

from __future__ import annotations

import io
import sys
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs
from PIL import Image

from posture import __version__
from posture.analysis import pipeline
from posture.analysis.types import Analysis
from posture.errors import InputError
from posture.files.documents.read import read_analysis
from posture.files.documents.write import to_json
from posture.installation import samples
from posture.photo.load import load
from posture.studio.consent import COVERS, consent
from posture.studio.records import LOCAL, Client, ClientDetails, Protocol, Visit
from posture.studio.store.settings import default_settings
from posture.studio.store.store import open_store
from posture.studio.visits import new_visit, side_photo, with_photo

if TYPE_CHECKING:
    from collections.abc import Callable

    from posture.photo.photo import Photo
    from posture.studio.records import Sex
    from posture.studio.store.repository import Repository

WEEKS_BETWEEN = 4
VISITS = 3

_CROPS = (0.0, 0.012, 0.022)
"""Share that is cut off at each side of a sample, so that every visit has a photo of its own."""

_TAKEN_AT = time(10, 30)
_EXIF_TAKEN, _EXIF_FOLDER = 0x9003, 0x8769


@dataclass(frozen=True, slots=True)
class MadeUp:
    """One made-up client.

    Attributes
    ----------
    name : str
    born : int
    sex : {"female", "male"}
    stature_cm : float
    photos : tuple of str
        Names of the samples of the visits, the earliest first.
    goals : str
    clothes : tuple of str
        Of the visits.
    """

    name: str
    born: int
    sex: Sex
    stature_cm: float
    photos: tuple[str, str, str]
    goals: str = ""
    clothes: tuple[str, str, str] = ("shorts, top", "shorts, top", "shorts, top")


def _same(sample: str) -> tuple[str, str, str]:
    return (sample, sample, sample)


CLIENTS = (
    MadeUp(
        "Alma Beispiel", 1991, "female", 168, ("change/before", "change/before", "change/after"),
        "Sit with less tension at the desk",
    ),
    MadeUp("Bruno Muster", 1984, "male", 182, _same("head_forward"), "Row without neck pain"),
    MadeUp("Carla Sample", 1996, "female", 171, _same("standing_tall"), "Stay strong"),
    MadeUp("David Example", 1979, "male", 178, _same("round_upper_back")),
    MadeUp("Elif Demo", 1988, "female", 165, _same("arched_low_back"), "Back to running"),
    MadeUp(
        "Farid Modell", 1993, "male", 180, _same("loose_shirt"),
        clothes=("shorts, top", "shorts, top", "loose shirt"),
    ),
    MadeUp("Greta Probe", 1972, "female", 170, _same("shoulders_forward"), "Swim again"),
    MadeUp("Hugo Vorlage", 2001, "male", 185, _same("sway_back")),
    MadeUp("Ines Ejemplo", 1986, "female", 163, _same("knees_back")),
    MadeUp("Jonas Fiktiv", 1990, "male", 176, _same("long_hair")),
    MadeUp("Karin Testfall", 1967, "female", 166, _same("marked"), "Carry the grandchild"),
    MadeUp("Luca Esempio", 1998, "male", 179, _same("with_stickers"), "First marathon"),
)  # fmt: skip
"""None of them is a real person."""


def fill(
    records: Repository,
    on: date,
    *,
    report: Callable[[int, int], None] = lambda _done, _all: None,
    cache: Path | None = None,
) -> tuple[Client, ...]:
    """Add the made-up clients with their visits.

    Parameters
    ----------
    records : Repository
    on : date
        Day of the last visit.
    report : callable
        Told how many of how many visits are done.
    cache : Path, optional
        Folder of analyses that were made before; by default in the user's cache.

    Returns
    -------
    tuple of Client
    """
    kept = cache or Path(platformdirs.user_cache_dir("posture", appauthor=False)) / "made_up"
    days = [on - timedelta(weeks=WEEKS_BETWEEN * (VISITS - 1 - i)) for i in range(VISITS)]
    added: list[Client] = []
    for number, person in enumerate(CLIENTS):
        client = records.add_client(
            ClientDetails(
                person.name,
                person.born,
                person.sex,
                person.stature_cm,
                goals=person.goals,
                made_up=True,
            )
        )
        client = records.give_consent(client.id, consent(COVERS, days[0]))
        for place, day in enumerate(days):
            _add_visit(records, client, person, place, day, kept)
            report(number * VISITS + place + 1, len(CLIENTS) * VISITS)
        added.append(client)
    return tuple(added)


def picture(sample: str, place: int, day: date) -> bytes:
    """The photo of a visit: the sample, cut a little differently, with the day in its EXIF.

    Parameters
    ----------
    sample : str
        Name of a sample, without its ending.
    place : int
        Of the visit, from 0.
    day : date
    """
    out = io.BytesIO()
    with Image.open(samples() / f"{sample}.jpg") as whole:
        wide, high = whole.size
        x, y = (round(_CROPS[place] * side) for side in (wide, high))
        cut = whole.crop((x, y, wide - x, high - y))
        exif = Image.Exif()
        taken = datetime.combine(day, _TAKEN_AT)
        exif.get_ifd(_EXIF_FOLDER)[_EXIF_TAKEN] = f"{taken:%Y:%m:%d %H:%M:%S}"
        cut.save(out, "JPEG", quality=90, exif=exif)
    return out.getvalue()


def _add_visit(
    records: Repository, client: Client, person: MadeUp, place: int, day: date, cache: Path
) -> Visit | None:
    data = picture(person.photos[place], place, day)
    photo = load(data, name=f"side-{day.isoformat()}.jpg")
    analysis = _analysed(photo, cache)
    if analysis is None:
        return None
    kept = side_photo(photo, data, analysis)
    protocol = Protocol(camera_height_cm=95.0, distance_cm=350.0, clothes=person.clothes[place])
    visit = replace(new_visit(client, day), protocol=protocol, draft=False)
    return records.save_visit(with_photo(visit, kept), {kept.sha256: data})


def _analysed(photo: Photo, cache: Path) -> Analysis | None:
    """The analysis of a photo, from the cache where it was made before; None if refused."""
    path = cache / f"{photo.sha256}-{__version__}.json"
    if path.is_file():
        try:
            return read_analysis(path.read_bytes(), path.name)
        except InputError:
            path.unlink()
    found = pipeline.analyze_photo(photo)
    if not isinstance(found, Analysis):
        return None
    cache.mkdir(parents=True, exist_ok=True)
    path.write_text(to_json(found), "utf-8")
    return found


def main(folder: Path) -> None:
    """Make the studio in a folder, unless it has clients already."""
    with open_store(replace(default_settings(), home=folder, url=None)) as store:
        records = store.repository(LOCAL)
        if any(records.find_clients(archived=one, limit=1).total for one in (False, True)):
            return
        print(f"Making up {len(CLIENTS)} clients in {folder} …", flush=True)
        fill(records, date.today(), report=_tell)
    print()


def _tell(done: int, count: int) -> None:
    print(f"\r{done} of {count} visits", end="", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
