"""Dated photos from a folder, and analyses of earlier days."""

from __future__ import annotations

import hashlib
import io
import unicodedata
from dataclasses import replace
from datetime import date, datetime
from pathlib import PurePosixPath

import pytest
from PIL import Image

from posture.analysis.pipeline import combine
from posture.errors import ConsentMissingError, InputError, StudioError
from posture.files.documents.write import as_text, combined_document, frontal_document, to_json
from posture.studio.exchange.analyse import document_of
from posture.studio.exchange.analysis_in import visit_from_analysis
from posture.studio.exchange.dates import PhotoDay, days_in, find_day
from posture.studio.exchange.photos_in import (
    PhotoPreview,
    PhotoSource,
    import_photos,
    preview_photos,
)
from posture.studio.history.course import find_course
from posture.studio.records import Client, ClientDetails, Visit
from posture.studio.store.repository import Repository
from tests.fixtures.analysed import analysed, dark, sample
from tests.fixtures.results import analysed_frontal, read_back

pytestmark = pytest.mark.model

TODAY = date(2026, 6, 1)
TAKEN = datetime(2026, 3, 4, 10, 30)


def photo(shade: int = 90, taken: datetime | None = None) -> bytes:
    out = io.BytesIO()
    picture = Image.new("RGB", (120, 160), (shade, shade, shade))
    exif = picture.getexif()
    if taken is not None:
        exif.get_ifd(0x8769)[0x9003] = taken.strftime("%Y:%m:%d %H:%M:%S")
    picture.save(out, "JPEG", exif=exif)
    return out.getvalue()


def source(path: str, data: bytes) -> PhotoSource:
    return PhotoSource(PurePosixPath(path), lambda: data)


def preview(client: Client, *sources: PhotoSource, chosen: bool = False) -> PhotoPreview:
    return preview_photos(sources, [client], TODAY, chosen=client if chosen else None)


@pytest.mark.parametrize(
    ("path", "taken", "expected"),
    [
        ("a/2026-01-02.jpg", TAKEN, PhotoDay(date(2026, 3, 4), "exif")),
        ("a/2026-01-02.jpg", None, PhotoDay(date(2026, 1, 2), "name")),
        ("a/IMG_20260102_101500.jpg", None, PhotoDay(date(2026, 1, 2), "name")),
        ("a/20260102101500.jpg", None, PhotoDay(date(2026, 1, 2), "name")),
        ("a/2.1.2026/side.jpg", None, PhotoDay(date(2026, 1, 2), "folder")),
        ("a/2026-01-02/side.jpg", datetime(2041, 1, 1), PhotoDay(date(2026, 1, 2), "folder")),
        ("a/2026-13-40.jpg", None, None),
        ("a/2027-01-02.jpg", None, None),
        ("a/DSC0012345678.jpg", None, None),
    ],
)
def test_the_day_comes_from_the_photo_then_its_name_then_its_folder(
    path: str, taken: datetime | None, expected: PhotoDay | None
):
    assert find_day(PurePosixPath(path), taken, TODAY) == expected


def test_a_text_can_name_several_days():
    assert list(days_in("2026-01-02 to 3.2.2026")) == [date(2026, 1, 2), date(2026, 2, 3)]


def test_photos_of_one_client_and_day_become_one_visit(client: Client):
    found = preview(
        client,
        source("Ada_Lovelace/2026-01-02/side.jpg", photo(1)),
        source("ada lovelace/2026-01-02/vorn.jpg", photo(2)),
        source("Ada-Lovelace/x.jpg", photo(3, TAKEN)),
        source("Ada Lovelace/notes.txt", b"text"),
    )
    assert found.faults == ()
    assert found.passed_over == ("Ada Lovelace/notes.txt",)
    assert {
        key[1]: [(one.photo.name, one.photo.view, one.origin) for one in photos]
        for key, photos in found.visits.items()
    } == {
        date(2026, 1, 2): [("side.jpg", "side", "folder"), ("vorn.jpg", "front", "folder")],
        date(2026, 3, 4): [("x.jpg", "side", "exif")],
    }


def test_folders_and_files_of_a_mac_are_found(client: Client):
    named = replace(client, details=replace(client.details, name="Jürgen Müller"))
    for form in ("NFC", "NFD"):
        path = unicodedata.normalize(form, "Jürgen_Müller/2026-01-02/rücken.jpg")
        found = preview(named, source(path, photo()))
        assert [(one.client_id, one.photo.view) for one in found.found] == [(client.id, "back")]


def test_a_chosen_client_needs_no_folder_of_that_name(client: Client):
    found = preview(client, source("2026-01-02.jpg", photo()), chosen=True)
    assert [one.client_id for one in found.found] == [client.id]


def test_every_file_that_cannot_be_taken_is_named(client: Client):
    twins = [
        client,
        replace(client, id="f" * 32, details=replace(client.details, name="ADA LOVELACE")),
    ]
    found = preview_photos(
        [
            source("Bob/2026-01-02.jpg", photo()),
            source("2026-01-02.jpg", photo()),
            source("2026-01-02/side.jpg", photo()),
            source("Ada Lovelace/2026-01-02.jpg", photo()),
        ],
        twins,
        TODAY,
    )
    assert [(one.path, one.text.partition(" ")[0] + "…") for one in found.faults] == [
        ("Bob/2026-01-02.jpg", "No…"),
        ("2026-01-02.jpg", "It…"),
        ("2026-01-02/side.jpg", "It…"),
        ("Ada Lovelace/2026-01-02.jpg", "Several…"),
    ]


def test_photos_without_a_day_or_that_cannot_be_read_are_faults(client: Client):
    found = preview(
        client,
        source("Ada Lovelace/side.jpg", photo()),
        source("Ada Lovelace/2026-01-02.jpg", b"nothing"),
    )
    assert "tells its day" in found.faults[0].text
    assert len(found.faults) == 2


def test_the_same_photo_is_taken_once(client: Client):
    data = photo(taken=TAKEN)
    twice = [source("Ada Lovelace/a.jpg", data), source("Ada Lovelace/b.jpg", data)]
    assert len(preview(client, *twice).found) == 1
    known = [hashlib.sha256(data).hexdigest()]
    assert preview_photos(twice, [client], TODAY, known=known).found == ()


def test_photos_are_stored_as_visits(records: Repository, client: Client):
    found = preview(
        client,
        source("Ada Lovelace/2026-01-02 side.jpg", photo(1)),
        source("Ada Lovelace/2026-01-02 back.jpg", photo(2)),
        source("Ada Lovelace/2026-02-02.jpg", photo(3)),
    )
    import_photos(records, found)
    visits = records.visits(client.id)
    assert [(one.on, len(one.photos)) for one in visits] == [
        (date(2026, 1, 2), 2),
        (date(2026, 2, 2), 1),
    ]
    assert records.photo(visits[1].id, visits[1].photos[0].sha256) == photo(3)


def test_nothing_is_stored_where_a_file_has_a_fault(records: Repository, client: Client):
    found = preview(
        client,
        source("Ada Lovelace/2026-01-02.jpg", photo()),
        source("Ada Lovelace/a.jpg", photo(4)),
    )
    with pytest.raises(InputError, match="Nothing was stored") as caught:
        import_photos(records, found)
    assert caught.value.faults[0].startswith("Ada Lovelace/a.jpg: ")
    assert records.visits(client.id, drafts=True) == ()


def test_nothing_stays_where_storing_fails(
    records: Repository, client: Client, monkeypatch: pytest.MonkeyPatch
):
    found = preview(
        client,
        source("Ada Lovelace/2026-01-02.jpg", photo(1)),
        source("Ada Lovelace/2026-01-03.jpg", photo(2)),
    )
    save = records.save_visit

    def failing(visit: Visit, data: dict[str, bytes]) -> Visit:
        if visit.on.day == 3:
            raise StudioError("disk full")
        return save(visit, data)

    monkeypatch.setattr(records, "save_visit", failing)
    with pytest.raises(StudioError, match="disk full"):
        import_photos(records, found)
    assert records.visits(client.id, drafts=True) == ()


def test_without_consent_nothing_is_stored(records: Repository):
    bob = records.add_client(ClientDetails("Bob"))
    found = preview(bob, source("Bob/2026-01-02.jpg", photo()))
    with pytest.raises(ConsentMissingError):
        import_photos(records, found)


def test_imported_photos_are_analysed_with_the_clients_data(records: Repository, client: Client):
    found = preview(
        client,
        source("Ada Lovelace/2026-01-02.jpg", sample("change/before")),
        source("Ada Lovelace/2026-01-02 front.jpg", sample("sides/front")),
        source("Ada Lovelace/2026-02-02.jpg", dark()),
    )
    first, second = import_photos(records, found, document_of)
    front, side = first.photos
    assert '"status": "frontal"' in front.document
    assert read_back(side.document).subject.sex == "female"
    assert [one.document for one in second.photos] == [""]


# Analyses of earlier days


def test_an_analysis_without_its_photo_becomes_a_visit(records: Repository, client: Client):
    document = to_json(analysed("change/before").analysis).encode()
    made = visit_from_analysis(client.id, document, "analysis.json", TODAY)
    assert not made.has_picture
    assert made.visit.on == TODAY
    saved = records.save_visit(replace(made.visit, on=TODAY, draft=False), made.data)
    course = find_course([saved], records.photo)
    assert course.series["cva"].entries[0].measurement.value == pytest.approx(42.5, abs=0.1)
    assert records.photo(saved.id, saved.photos[0].sha256) == document


def test_an_analysis_with_its_photo_keeps_both(records: Repository, client: Client):
    document = to_json(analysed("change/before").analysis).encode()
    picture = sample("change/before")
    made = visit_from_analysis(client.id, document, "analysis.json", TODAY, picture)
    assert made.has_picture
    saved = records.save_visit(made.visit, made.data)
    assert saved.draft
    assert saved.photos[0].name == "before.jpg"
    assert records.photo(saved.id, saved.photos[0].sha256) == picture
    with pytest.raises(InputError, match="not the one that"):
        visit_from_analysis(client.id, document, "analysis.json", TODAY, sample("change/after"))


def test_the_day_is_that_of_the_photo_and_never_in_the_future(client: Client):
    analysis = analysed("change/before").analysis
    dated = replace(analysis, photo=replace(analysis.photo, taken=TAKEN))
    made = visit_from_analysis(client.id, to_json(dated).encode(), "a.json", TODAY)
    assert made.visit.on == TAKEN.date()
    assert made.visit.photos[0].taken == TAKEN
    later = replace(analysis, photo=replace(analysis.photo, taken=datetime(2040, 1, 1)))
    made = visit_from_analysis(client.id, to_json(later).encode(), "a.json", TODAY)
    assert made.visit.on == TODAY


def test_a_frontal_analysis_keeps_its_view(client: Client):
    document = as_text(frontal_document(analysed_frontal(sample("sides/front"))))
    made = visit_from_analysis(client.id, document.encode(), "front.json", TODAY)
    assert made.visit.photos[0].view == "front"


def test_anything_else_is_one_error(client: Client):
    one = analysed("change/before").analysis
    several = as_text(combined_document(combine([one, one]))).encode()
    for data in (several, b"nothing", b"{}", b"\xff\xfe\xff"):
        with pytest.raises(InputError, match="cannot be used"):
            visit_from_analysis(client.id, data, "a.json", TODAY)
