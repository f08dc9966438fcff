"""Slips of a manifest are found among all photos of a run."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from posture.assess.assessment import Subject
from posture.batch.listing.entry import Entry
from posture.batch.listing.find import Found
from posture.batch.table.choices import key_of
from posture.batch.table.doubts import Doubts, find_doubts, two_sexes
from posture.batch.table.ledger import Ledger
from tests.fixtures.analyses import ANALYSIS
from tests.fixtures.crowd import row

FEMALE, MALE, UNKNOWN = Subject(sex="female"), Subject(sex="male"), Subject()


def ask(ledger: Ledger, *entries: Entry) -> None:
    for line, entry in enumerate(entries, start=2):
        ledger.ask(entry, Found(entry.path, 1, 1), "x", line)


def test_people_with_two_sexes_are_found(tmp_path: Path):
    people = [("Ana", FEMALE), ("Ana", UNKNOWN), ("Bo", MALE), ("", FEMALE), ("", MALE)]
    people += [("Ana", FEMALE), ("Ana", MALE), ("Ana", FEMALE)]
    with Ledger(tmp_path / "ledger.sqlite") as ledger:
        ask(ledger, *(Entry(f"{i}", who, subject=one) for i, (who, one) in enumerate(people)))
        assert two_sexes(ledger) == [("Ana", 2, 8)]


def test_one_photo_under_two_names_is_found(tmp_path: Path):
    names = [("a", "Ana"), ("a", "Bo"), ("a", ""), ("b", "Ana"), ("b", "Ana"), ("c", "")]
    names += [("", "Ana"), ("", "Bo")]
    with Ledger(tmp_path / "ledger.sqlite") as ledger:
        ask(ledger, *(Entry(f"{i}", who) for i, (_, who) in enumerate(names)))
        for job in list(ledger.jobs(1)):
            content = names[int(job.entry.path)][0]
            made = row(ANALYSIS, job.entry) | {"key": key_of(content, "x")}
            ledger.keep(job, made if content else made | {"status": "unreadable"})
        assert find_doubts(ledger) == Doubts([("Ana", "Bo")], [], [])


def test_names_and_groups_in_two_spellings_are_found(tmp_path: Path):
    with Ledger(tmp_path / "ledger.sqlite") as ledger:
        named = [("Ana B", "north"), ("ana b", "North"), ("Ana  B", ""), ("Bo", "north"), ("", "")]
        ask(ledger, *(Entry(f"{i}", who, group=group) for i, (who, group) in enumerate(named)))
        assert find_doubts(ledger).spellings == [("Ana  B", "ana b"), ("North", "north")]


def test_dates_that_have_not_come_are_found(tmp_path: Path):
    with Ledger(tmp_path / "ledger.sqlite") as ledger:
        days = (date.today(), None, date(2999, 1, 1), date(2999, 2, 1))
        ask(ledger, *(Entry(f"{i}", date=day) for i, day in enumerate(days)))
        assert find_doubts(ledger).future == [4, 5]
