"""Finding photos in folders, by patterns and at addresses."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from posture.batch.listing.find import Found, find_photos, look_at
from posture.errors import InputError
from posture.photo.formats import ENDINGS


def made(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(name.encode())


def names(folder: Path, *given: str, skip: str = "") -> list[str]:
    found = find_photos([str(folder / one) for one in given], skip)
    return sorted(os.path.relpath(one.path, folder) for one in found)


def test_a_folder_gives_every_photo_below_it(tmp_path: Path):
    made(tmp_path, "a.jpg", "b/c.PNG", "b/d/e.heic", "b/notes.txt", ".thumbs/f.jpg", "b/._g.jpg")
    assert names(tmp_path, "") == ["a.jpg", "b/c.PNG", "b/d/e.heic"]


def test_photos_of_every_ending_are_found(tmp_path: Path):
    every = sorted(f"a{ending}" for ending in ENDINGS)
    made(tmp_path, *every)
    assert names(tmp_path, "") == every


def test_files_are_taken_as_they_are_and_patterns_are_followed(tmp_path: Path):
    made(tmp_path, "a.jpg", "b/c.png", "b/d/e.png", "scan")
    assert names(tmp_path, "scan", "a.jpg") == ["a.jpg", "scan"]
    assert names(tmp_path, "b/**/*.png") == ["b/c.png", "b/d/e.png"]


def test_a_file_whose_name_looks_like_a_pattern_is_a_file(tmp_path: Path):
    made(tmp_path, "a[1].jpg", "a1.jpg")
    assert names(tmp_path, "a[1].jpg") == ["a[1].jpg"]


def test_the_folder_of_the_results_is_not_searched(tmp_path: Path):
    made(tmp_path, "a.jpg", "out/chart.png")
    assert names(tmp_path, "", skip=str(tmp_path / "out")) == ["a.jpg"]


def test_links_are_followed_and_never_in_a_circle(tmp_path: Path):
    made(tmp_path, "real/a.jpg", "elsewhere/b.jpg")
    (tmp_path / "real" / "up").symlink_to(tmp_path / "real", target_is_directory=True)
    (tmp_path / "real" / "other").symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    (tmp_path / "real" / "one.jpg").symlink_to(tmp_path / "elsewhere" / "b.jpg")
    assert names(tmp_path, "real") == ["real/a.jpg", "real/one.jpg", "real/other/b.jpg"]


def test_a_link_to_nothing_is_found_and_told_as_missing(tmp_path: Path):
    (tmp_path / "gone.jpg").symlink_to(tmp_path / "nowhere.jpg")
    assert list(find_photos([str(tmp_path)])) == [Found(str(tmp_path / "gone.jpg"))]


def test_size_and_time_are_those_of_the_file(tmp_path: Path):
    made(tmp_path, "a.jpg")
    (found,) = find_photos([str(tmp_path)])
    state = (tmp_path / "a.jpg").stat()
    assert found == Found(str(tmp_path / "a.jpg"), state.st_size, state.st_mtime_ns)


def test_what_leads_to_nothing_is_listed_whole_before_the_first_photo(tmp_path: Path):
    made(tmp_path, "a.jpg")
    given = [str(tmp_path / one) for one in ("a.jpg", "none.jpg", "*.png")]
    with pytest.raises(InputError) as told:
        next(find_photos(given))
    assert [fault.rpartition("/")[2] for fault in told.value.faults] == [
        "none.jpg: no such file or folder",
        "*.png: no such file or folder",
    ]


def test_addresses_of_fsspec(tmp_path: Path):
    import fsspec

    files = fsspec.filesystem("memory")
    for name in ("/found/a.jpg", "/found/b/c.png", "/found/b/d.txt", "/found/.e.jpg"):
        files.pipe(name, b"12345")
    found = list(find_photos(["memory://found"]))
    assert sorted(one.path for one in found) == ["memory:///found/a.jpg", "memory:///found/b/c.png"]
    assert {one.size for one in found} == {5}
    assert all(one.modified for one in found)
    assert [one.path for one in find_photos(["memory://found/b/*.png"])] == [
        "memory:///found/b/c.png"
    ]
    assert look_at("memory://found/none.jpg") == Found("memory://found/none.jpg")


@pytest.mark.parametrize("address", ["xyz://photos/a.jpg", "zip://a.jpg::gone.zip", "github://a"])
def test_an_address_that_nothing_reads_is_named(address: str):
    with pytest.raises(InputError, match=re.escape(address)):
        look_at(address)
    with pytest.raises(InputError, match=re.escape(address)):
        list(find_photos([address]))
