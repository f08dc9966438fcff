"""The ledger and the parts: what is done stays done, and every photo is in the table once."""

from __future__ import annotations

import sqlite3
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from posture.analysis.options import Options
from posture.assess.assessment import Subject
from posture.batch.listing.entry import Entry
from posture.batch.listing.find import Found
from posture.batch.table.choices import Choices, choices_in, key_of
from posture.batch.table.kept import Kept, part_name
from posture.batch.table.ledger import Ledger
from posture.batch.table.parts import list_parts
from posture.batch.table.rows import Row
from posture.errors import StorageError
from posture.i18n.language import use_language
from tests.fixtures.analyses import ANALYSIS
from tests.fixtures.crowd import row

CHOICES = "c" * 32


@contextmanager
def opened(tmp_path: Path) -> Generator[Kept]:
    with Ledger(tmp_path / "ledger.sqlite") as ledger:
        kept = Kept(ledger, str(tmp_path / "parts"))
        kept.adopt()
        yield kept


def ask(kept: Kept, *photos: Found, twins: bool = True, **entry: Any) -> None:
    with kept.ledger.transaction():
        for one in photos:
            kept.ledger.ask(Entry(one.path, **entry), one, CHOICES)
    kept.ledger.settle(twins=twins)


def do(kept: Kept, content: str = "", **given: Any) -> list[str]:
    """Do what is left; its paths."""
    done: list[str] = []
    for todo in (1, 2):
        for job in kept.ledger.jobs(todo):
            kept.keep(job, made(job.entry, content or job.entry.path, **given))
            done.append(job.entry.path)
    return done


def made(entry: Entry, content: str, **given: Any) -> Row:
    sha256 = content.encode().hex().ljust(64, "0") if content != "-" else ""
    return row(ANALYSIS, entry) | {"sha256": sha256, "key": key_of(sha256, CHOICES), **given}


def table(kept: Kept) -> dict[str, dict[str, Any]]:
    rows = [one for batch in kept.rows() for one in batch.to_pylist()]
    found = {one["path"]: one for one in rows}
    assert len(found) == len(rows)
    return found


A, B, C = Found("a.jpg", 10, 1), Found("b.jpg", 20, 2), Found("c.jpg", 30, 3)


def test_what_is_done_is_not_done_again(tmp_path: Path):
    with opened(tmp_path) as kept:
        ask(kept, A, B)
        assert do(kept) == ["a.jpg", "b.jpg"]
    # Killed before a part was written: the rows are in the ledger.
    assert list_parts(tmp_path / "parts") == []
    with opened(tmp_path) as kept:
        ask(kept, B, C, A)
        assert (kept.ledger.asked(), kept.ledger.left()) == (3, 1)
        assert do(kept) == ["c.jpg"]
        kept.write()
        assert sorted(table(kept)) == ["a.jpg", "b.jpg", "c.jpg"]
        assert kept.ledger.counts() == {"analysed": 3}


def test_a_row_comes_back_as_it_was_kept(tmp_path: Path):
    with opened(tmp_path) as kept:
        ask(kept, A, person="Ana", date=date(2026, 11, 29))
        (job,) = kept.ledger.jobs(1)
        wanted = made(job.entry, "x") | {"size": 10, "modified": 1}
        kept.keep(job, wanted)
        assert kept.ledger.waiting_rows() == [wanted]
        kept.write()
        assert table(kept) == {"a.jpg": wanted}


def test_a_lost_ledger_is_made_anew_from_the_parts(tmp_path: Path):
    with opened(tmp_path) as kept:
        ask(kept, A, B)
        do(kept)
        kept.write()
    for damage in (b"", b"x" * 5000):
        (tmp_path / "ledger.sqlite").write_bytes(damage)
        with opened(tmp_path) as kept:
            ask(kept, A, B)
            assert do(kept) == []
            assert sorted(table(kept)) == ["a.jpg", "b.jpg"]


def killed(*_: object) -> None:
    """What a run that was killed did not get to."""


def test_killed_between_writing_a_part_and_noting_it(tmp_path: Path, monkeypatch: Any):
    with opened(tmp_path) as kept:
        ask(kept, A, B)
        do(kept)
        monkeypatch.setattr(Ledger, "add_part", killed)
        kept.write()
    monkeypatch.undo()
    assert len(list_parts(tmp_path / "parts")) == 1
    with opened(tmp_path) as kept:
        ask(kept, A, B, C)
        assert do(kept) == ["c.jpg"]
        kept.write()
        assert sorted(table(kept)) == ["a.jpg", "b.jpg", "c.jpg"]


def test_photos_of_a_part_that_was_deleted_are_done_again(tmp_path: Path):
    with opened(tmp_path) as kept:
        ask(kept, A)
        do(kept)
        kept.write()
        ask(kept, B)
        do(kept)
        first = Path(list_parts(tmp_path / "parts")[0])
        kept.write()
    first.unlink()
    with opened(tmp_path) as kept:
        ask(kept, A, B)
        assert do(kept) == ["a.jpg"]


@pytest.mark.parametrize(
    "now",
    [replace(A, size=11), replace(A, modified=2), replace(A, modified=None)],
)
def test_a_photo_that_has_changed_is_done_again_and_has_one_row(tmp_path: Path, now: Found):
    with opened(tmp_path) as kept:
        ask(kept, A, B)
        do(kept, pattern="old")
        kept.write()
    with opened(tmp_path) as kept:
        ask(kept, now, B)
        assert do(kept, "new content", pattern="new") == ["a.jpg"]
        kept.write()
        assert len(list_parts(tmp_path / "parts")) == 2
        patterns = {path: one["pattern"] for path, one in table(kept).items()}
        assert patterns == {"a.jpg": "new", "b.jpg": "old"}


def test_other_choices_do_everything_again(tmp_path: Path):
    with opened(tmp_path) as kept:
        ask(kept, A)
        do(kept)
    with opened(tmp_path) as kept:
        with kept.ledger.transaction():
            kept.ledger.ask(Entry("a.jpg"), A, "d" * 32)
        kept.ledger.settle(twins=True)
        assert kept.ledger.left() == 1


@pytest.mark.parametrize(
    ("found", "status", "again"),
    [
        (A, "refused", False),
        (A, "unreadable", False),
        (A, "failed", True),
        (Found("a.jpg"), "unreadable", True),
    ],
)
def test_what_failed_or_was_missing_is_tried_again(
    tmp_path: Path, found: Found, status: str, again: bool
):
    with opened(tmp_path) as kept:
        ask(kept, found)
        assert do(kept, "-", status=status) == ["a.jpg"]
        # Once a run.
        assert kept.ledger.left() == 0
    with opened(tmp_path) as kept:
        ask(kept, found)
        assert bool(kept.ledger.left()) is again


def test_photos_that_are_no_longer_asked_for_are_not_in_the_table(tmp_path: Path):
    with opened(tmp_path) as kept:
        ask(kept, A, B)
        do(kept)
        kept.write()
    with opened(tmp_path) as kept:
        ask(kept, B)
        assert list(table(kept)) == ["b.jpg"]
        assert kept.ledger.counts() == {"analysed": 1}
    with opened(tmp_path) as kept:
        ask(kept, A)
        assert do(kept) == []


def test_labels_are_those_that_are_asked_for_now(tmp_path: Path):
    with opened(tmp_path) as kept:
        ask(kept, A, person="Anna", group="x")
        do(kept, taken="2026-03-04T10:00:00")
        kept.write()
    with opened(tmp_path) as kept:
        ask(kept, A, person="Ana", group="y")
        assert kept.ledger.left() == 0
        (found,) = table(kept).values()
        assert (found["person"], found["group"]) == ("Ana", "y")
        assert found["date"] == date(2026, 3, 4)
    with opened(tmp_path) as kept:
        ask(kept, A, date=date(2026, 3, 1))
        (found,) = table(kept).values()
        assert (found["person"], found["group"], found["date"]) == (None, None, date(2026, 3, 1))


def test_photos_of_one_size_are_set_apart_but_for_the_first(tmp_path: Path):
    with opened(tmp_path) as kept:
        ask(kept, A, B, Found("d.jpg", 10, 7), Found("e.jpg", 10, 8))
        assert [job.entry.path for job in kept.ledger.jobs(1)] == ["a.jpg", "b.jpg"]
        assert [job.entry.path for job in kept.ledger.jobs(2)] == ["d.jpg", "e.jpg"]
    with opened(tmp_path) as kept:
        # On a cluster nobody looks.
        ask(kept, A, B, Found("d.jpg", 10, 7), twins=False)
        assert len(list(kept.ledger.jobs(1))) == 3


def test_the_row_of_another_photo_with_the_same_content_is_copied(tmp_path: Path):
    for in_part in (False, True):
        with opened(tmp_path / str(in_part)) as kept:
            ask(kept, A, person="Ana")
            do(kept, "content")
            if in_part:
                kept.write()
            ask(kept, Found("z.jpg", 10, 5), person="Zoe")
            (job,) = kept.ledger.jobs(2)
            key = key_of(b"content".hex().ljust(64, "0"), CHOICES)
            assert kept.copy_of(key_of("0" * 64, CHOICES), job) is None
            copied = kept.copy_of(key, job)
            assert copied is not None
            assert (copied["path"], copied["person"], copied["key"]) == ("z.jpg", "Zoe", key)
            assert copied["cva_value"] == ANALYSIS.measurements["cva"].value


def test_one_run_at_a_time(tmp_path: Path):
    with (
        opened(tmp_path),
        pytest.raises(StorageError, match="Another run writes"),
        opened(tmp_path),
    ):
        pass


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path):
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError, match="file is not a folder"), Ledger(tmp_path / "file" / "x"):
        pass
    (tmp_path / "here" / "ledger.sqlite").mkdir(parents=True)
    with pytest.raises(StorageError, match="cannot be written"), opened(tmp_path / "here"):
        pass


def test_the_name_of_a_part_depends_on_its_photos_alone():
    photos = [("a", "1"), ("b", "2")]
    assert part_name(photos) == part_name(reversed(photos))
    assert part_name(photos) != part_name([("a", "2"), ("b", "1")])
    assert part_name(photos) != part_name(photos[:1])


def test_manifest_lines_come_in_their_order_and_twice_is_told(tmp_path: Path):
    with opened(tmp_path) as kept:
        assert kept.ledger.ask(Entry("b"), Found("b", 1, 1), CHOICES, 2) is None
        assert kept.ledger.ask(Entry("a"), Found("a", 2, 1), CHOICES, 3) is None
        assert kept.ledger.ask(Entry("b"), Found("b", 1, 1), CHOICES, 4) == 2
        assert kept.ledger.ask(Entry("z"), Found("z", 3, 1), CHOICES) is None
        assert [job.entry.path for job in kept.ledger.jobs(1)] == ["z", "b", "a"]


def test_a_path_that_is_written_in_two_ways_is_one_photo(tmp_path: Path):
    with opened(tmp_path) as kept:
        assert kept.ledger.ask(Entry("day/a"), Found("day/a", 1, 1), CHOICES, 2) is None
        for path in ("./day/a", "day/../day/a", str(Path.cwd() / "day" / "a")):
            assert kept.ledger.ask(Entry(path), Found(path, 1, 1), CHOICES) == 2
        for path in ("s3://bucket/day/a", "day/b"):
            assert kept.ledger.ask(Entry(path), Found(path, 1, 1), CHOICES) is None
        assert kept.ledger.asked() == 3


def test_the_choices_are_what_numbers_depend_on(monkeypatch: pytest.MonkeyPatch):
    choices, entry = Choices.of(Options()), Entry("a.jpg")
    same = choices.digest(entry)
    labelled = replace(entry, path="b.jpg", person="Ana", group="x", date=date(2026, 1, 1))
    assert choices.digest(labelled) == same
    assert choices_in(key_of("f" * 64, same)) == same
    others = [
        choices.digest(replace(entry, view="side")),
        choices.digest(replace(entry, subject=Subject(age=30))),
        choices.digest(replace(entry, subject=Subject(stature_cm=130))),
        Choices.of(Options(mirror=False)).digest(entry),
    ]
    for name in ("version", "model_sha256", "estimator_sha256", "knowledge_sha256"):
        made = replace(choices.provenance, **{name: "other"})
        others.append(replace(choices, provenance=made).digest(entry))
    with use_language("de"):
        others.append(Choices.of(Options()).digest(entry))
    assert len({same, *others}) == 1 + len(others)


def test_the_ledger_is_sqlite_that_anybody_can_open(tmp_path: Path):
    with opened(tmp_path) as kept:
        ask(kept, A)
        do(kept)
    with sqlite3.connect(tmp_path / "ledger.sqlite") as db:
        assert db.execute("SELECT path, status FROM done").fetchall() == [("a.jpg", "analysed")]
    db.close()
