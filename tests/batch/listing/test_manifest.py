"""The manifest: every line with a fault is named, with what to write."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from posture.assess.assessment import Subject
from posture.assess.wording_rules import wording_faults
from posture.batch.listing.entry import Entry
from posture.batch.listing.manifest import Listed, faults_error, read_manifest, unused_columns
from posture.errors import InputError
from posture.i18n.language import use_language

if TYPE_CHECKING:
    from posture.analysis.view import View


def read(tmp_path: Path, text: str | bytes, **given: str) -> list[Listed]:
    path = tmp_path / "manifest.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return list(read_manifest(str(path), **given))


def faults(tmp_path: Path, text: str) -> list[str]:
    return [fault for one in read(tmp_path, text) for fault in one.faults]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_german_spreadsheet(tmp_path: Path, encoding: str):
    text = (
        "sep=;\r\nFoto;Name;Datum;Ansicht;Alter;Geschlecht;Größe (cm);Gruppe\r\n"
        "a.jpg;Jörg Groß;29.11.2026;Seite;31,5;m;1,82;Läufer\r\n"
        "\r\n"
        "b.jpg;'=Zed;;hinten;;;;\r\n"
    )
    first, second = read(tmp_path, text.encode(encoding))
    assert first == Listed(
        3,
        Entry(
            str(tmp_path / "a.jpg"),
            "Jörg Groß",
            date(2026, 11, 29),
            "side",
            "Läufer",
            Subject(31.5, "male", 182.0),
        ),
    )
    assert second == Listed(5, Entry(str(tmp_path / "b.jpg"), "=Zed", None, "back"))


@pytest.mark.parametrize(("word", "view"), [("Dorsal", "back"), ("frontal", "front")])
def test_words_of_the_names_of_photos_tell_the_view_too(tmp_path: Path, word: str, view: View):
    (listed,) = read(tmp_path, f"photo,view\na.jpg,{word}\n")
    assert listed.entry == Entry(str(tmp_path / "a.jpg"), view=view)


def test_the_photo_alone_is_enough_and_absolute_paths_and_addresses_stay(tmp_path: Path):
    listed = read(tmp_path, "photo\nsub/a.jpg\n/elsewhere/b.jpg\ns3://bucket/c.jpg\n")
    paths = [one.entry.path for one in listed if one.entry]
    assert paths == [str(tmp_path / "sub/a.jpg"), "/elsewhere/b.jpg", "s3://bucket/c.jpg"]


def test_photos_of_a_manifest_at_an_address_lie_beside_it():
    import fsspec

    fsspec.filesystem("memory").pipe("/manifests/day.csv", b"photo\na.jpg\n")
    (listed,) = read_manifest("memory://manifests/day.csv")
    assert listed.entry == Entry("memory://manifests/a.jpg")


def test_every_fault_of_every_line_is_named_with_its_remedy(tmp_path: Path):
    text = (
        "photo,person,date,view,age,sex,stature\n"
        ",Ana,,,,,\n"
        "a.jpg,Ana,31.2.2026,above,200,q,tall\n"
        "b.jpg,Ana,11/12/2026,,nan,,20\n"
        "c.jpg,Ana,2026-11-29,front,30,f,172,more\n"
        "d.jpg,Ana,2026-11-29,front,30,f,172\n"
    )
    assert faults(tmp_path, text) == [
        "Line 2: the name of the photo is missing; write it or delete the line",
        "Line 3: sex: “q” is not understood; write female or male, or leave it empty",
        "Line 3: stature: “tall” is not understood; write 172 or 1.72",
        "Line 3: date: “31.2.2026” is not understood; write 2026-11-29 or 29.11.2026",
        "Line 3: view: “above” is not understood; write side, front or back",
        "Line 3: age lies between 3 and 110 years, not 200",
        "Line 4: date: “11/12/2026” is not understood; write 2026-11-29 or 29.11.2026",
        "Line 4: stature lies between 100 and 230 cm, not 20",
        "Line 4: age lies between 3 and 110 years, not nan",
        "Line 5: more cells than the heading has; put texts with separators in quotes",
    ]
    assert read(tmp_path, text)[-1].entry is not None
    for language in ("en", "de"):
        with use_language(language):
            for one in faults(tmp_path, text):
                assert not wording_faults(one)


def test_columns_that_nothing_is_read_from_are_named(tmp_path: Path):
    manifest = tmp_path / "manifest.csv"
    manifest.write_text("photo,persn,Team,name,id,,view\na.jpg,Ana,North,Ana,7,,side\n")
    assert unused_columns(str(manifest)) == ("persn", "Team", "id")
    assert unused_columns(str(manifest), "team") == ("persn", "id")
    manifest.write_text("photo,person,gruppe\n")
    assert unused_columns(str(manifest)) == ()


def test_any_column_can_be_the_group(tmp_path: Path):
    text = "photo,sex,Team Name\na.jpg,f,North\n"
    (by_sex,) = read(tmp_path, text, group="sex")
    (by_team,) = read(tmp_path, text, group="team name")
    assert by_sex.entry == Entry(str(tmp_path / "a.jpg"), group="f", subject=Subject(sex="female"))
    assert by_team.entry is not None
    assert by_team.entry.group == "North"
    with pytest.raises(InputError, match=r'no column "club".*photo, sex, Team Name'):
        read(tmp_path, text, group="club")


def test_a_file_that_is_no_manifest_is_refused(tmp_path: Path):
    for text, said in (
        ("", "empty"),
        ("name,age\nAna,3\n", 'no column "photo"'),
        ('photo\n"a.jpg\n', "from line 2 on"),
    ):
        with pytest.raises(InputError, match=said):
            read(tmp_path, text)
    with pytest.raises(InputError, match=r"There is no file .*none\.csv\. Check its name"):
        list(read_manifest(str(tmp_path / "none.csv")))


def test_many_faults_are_not_all_listed():
    error = faults_error([f"Line {i}" for i in range(20)], 70)
    assert len(error.faults) == 21
    assert error.faults[-1] == "and 50 more"
    assert str(error).splitlines()[-2:] == [
        "- and 50 more",
        "Correct them, then run the command again.",
    ]
