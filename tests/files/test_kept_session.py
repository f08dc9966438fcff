"""What a session keeps on the machine: round trip, rights, and that it goes again."""

from __future__ import annotations

import json
import os
import re
import shutil
import stat
import time
from dataclasses import replace
from pathlib import Path

import pytest

from posture.files import kept_session
from posture.files.kept_session import KeptPhoto, KeptSession

SESSION = KeptSession(
    photos=(KeptPhoto("a.jpg", b"aaa", "{}"), KeptPhoto("b.jpg", b"bbb", "{}", video="film")),
    shown=1,
    combined=None,
    frontal=KeptPhoto("front.jpg", b"fff", ""),
    view="front",
    answers={"about_age": 63.0, "about_feet": 5, "t/screen/x": "no"},
    compared={"before": KeptPhoto("m.json", b"mmm", ""), "after": KeptPhoto("a.jpg", b"aaa", "{}")},
    aside="t1",
)


@pytest.fixture(autouse=True)
def home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setattr(kept_session, "folder", lambda: tmp_path / "sessions")
    return tmp_path / "sessions"


def test_what_is_kept_is_restored_and_only_its_owner_reads_it(home: Path):
    token = kept_session.new_token()
    kept_session.keep(token, SESSION)
    assert kept_session.restore(token) == SESSION
    less = replace(SESSION, photos=SESSION.photos[:1], frontal=None, shown=0, compared={})
    kept_session.keep(token, less)
    again = kept_session.restore(token)
    assert again is not None
    assert [one.name for one in again.photos] == ["a.jpg"]
    files = [*(home / token).iterdir()]
    assert sorted(one.suffix for one in files) == [".json", ".photo"], "nothing old is left"
    assert stat.S_IMODE((home / token).stat().st_mode) == 0o700
    assert {stat.S_IMODE(one.stat().st_mode) for one in files} == {0o600}
    kept_session.delete(token)
    assert kept_session.restore(token) is None
    assert not (home / token).exists()


@pytest.mark.parametrize("token", ["", "../../etc", "a" * 31, "a/" * 16, "a" * 32])
def test_no_address_reads_anything_else(token: str):
    assert kept_session.restore(token) is None


ANNA, BEN = "a" * 32, "b" * 32


def test_the_token_of_another_account_restores_nothing():
    token = kept_session.new_token()
    kept_session.keep(token, SESSION, ANNA)
    assert kept_session.restore(token, ANNA) == SESSION
    for account in (BEN, ""):
        assert kept_session.restore(token, account) is None
        kept_session.delete(token, account)
    other = replace(SESSION, photos=(), frontal=None)
    kept_session.keep(token, other, BEN)
    assert kept_session.restore(token, ANNA) == SESSION
    assert kept_session.restore(token, BEN) == other
    kept_session.delete(token, ANNA)
    assert kept_session.restore(token, ANNA) is None


@pytest.mark.parametrize("account", ["..", "../" + "a" * 29, "A" * 32, "a" * 31])
def test_no_account_is_a_path(account: str):
    token = kept_session.new_token()
    with pytest.raises(ValueError, match=re.escape(account)):
        kept_session.keep(token, SESSION, account)
    assert kept_session.restore(token, account) is None


def test_old_sessions_of_every_account_are_deleted():
    tokens = {account: kept_session.new_token() for account in ("", ANNA, BEN)}
    for account, token in tokens.items():
        kept_session.keep(token, SESSION, account)
    kept_session.delete_old()
    assert all(kept_session.restore(token, one) for one, token in tokens.items())
    kept_session.delete_old(time.time() + kept_session.LONGEST_S + 1)
    assert not any(kept_session.restore(token, one) for one, token in tokens.items())


def test_a_damaged_session_is_none(home: Path):
    token = kept_session.new_token()
    kept_session.keep(token, SESSION)
    (home / token / "session.json").write_text("{")
    assert kept_session.restore(token) is None


def test_a_session_of_an_earlier_version_holds_no_comparison(home: Path):
    token = kept_session.new_token()
    kept_session.keep(token, SESSION)
    manifest = home / token / "session.json"
    told = json.loads(manifest.read_text())
    del told["compared"], told["aside"]
    manifest.write_text(json.dumps(told))
    assert kept_session.restore(token) == replace(SESSION, compared={}, aside="")


def test_a_session_goes_after_a_day(home: Path):
    old, new = kept_session.new_token(), kept_session.new_token()
    for token in (old, new):
        kept_session.keep(token, SESSION)
    before = time.time() - 25 * 3600
    os.utime(home / old / "session.json", (before, before))
    kept_session.delete_old()
    assert [one.name for one in home.iterdir()] == [new]


def test_what_another_process_deletes_keeps_no_other_folder_alive(
    home: Path, monkeypatch: pytest.MonkeyPatch
):
    tokens = [kept_session.new_token() for _ in range(3)]
    for token in tokens:
        kept_session.keep(token, SESSION)
    is_file, deleted = Path.is_file, list[Path]()

    def deleted_meanwhile(path: Path) -> bool:
        if not deleted:
            deleted.append(path.parent)
            shutil.rmtree(path.parent)
        return is_file(path)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "is_file", deleted_meanwhile)
        kept_session.delete_old(time.time() + kept_session.LONGEST_S + 1)
    assert deleted
    assert not [*home.iterdir()]


def test_a_session_that_is_kept_twice_at_once_is_whole(home: Path, monkeypatch: pytest.MonkeyPatch):
    token = kept_session.new_token()
    kept_session.keep(token, SESSION)
    replace_file, during = Path.replace, list[str]()

    def kept_meanwhile(path: Path, target: Path) -> Path:
        if target.name == "session.json" and not during:
            during.append(token)
            kept_session.keep(token, SESSION)
        return replace_file(path, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", kept_meanwhile)
        kept_session.keep(token, replace(SESSION, shown=0))
    assert during
    assert kept_session.restore(token) == replace(SESSION, shown=0)
    assert {one.suffix for one in (home / token).iterdir()} == {".json", ".photo"}
