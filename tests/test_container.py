"""The Containerfile: what it says, and its steps carried out in a bare Debian root.

No builder of containers is needed. The steps are those of the file itself; the root is then used as
a container is: read-only, as its own user, without a network, with a volume at /data.
"""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from posture import __version__
from posture.installation import LIBRARIES
from tools.container import bare_root, containerfile
from tools.container.bare_root import BareRoot
from tools.container.containerfile import ContainerfileError
from tools.dist import build

ROOT = Path(__file__).parents[1]
INSTRUCTIONS = containerfile.read(ROOT / "Containerfile")
USER = 10001
CANARY = "Xaveria Quellenhof"
PHOTOS = {f"{CANARY} 0.jpg": "standing_tall", f"{CANARY} 1.jpg": "head_forward"}
"""In the folder ``photos`` of the volume, and the samples that they are."""

bare = [
    pytest.mark.container,
    pytest.mark.skipif(
        os.name != "posix" or os.geteuid() != 0 or shutil.which("debootstrap") is None,
        reason="needs root and debootstrap",
    ),
]

APP = f"""
posture health > /dev/null 2>&1 && exit 9
{" ".join(containerfile.start_command(INSTRUCTIONS))} > app.out 2> app.err &
for second in $(seq 90); do
  {" ".join(containerfile.health_command(INSTRUCTIONS))} && break
  sleep 1
done
kill $!
"""
"""Starts the app as the container does and waits until its health check is content."""


def test_the_libraries_are_those_that_the_program_needs():
    said = next(one.text for one in INSTRUCTIONS if one.name == "RUN")
    assert {package for _, package in LIBRARIES} <= set(said.split())


def test_everything_is_installed_by_hash_or_is_our_own_wheel():
    pip = [one.text for one in INSTRUCTIONS if one.name == "RUN" and "pip install" in one.text]
    assert len(pip) == 1
    commands = [part for part in pip[0].split("&&") if "pip install" in part]
    assert [("--require-hashes" in one, "--no-deps" in one) for one in commands] == [
        (True, False),
        (False, True),
    ]


def test_it_runs_as_a_user_and_names_volume_port_and_health_check():
    last = {one.name: one.text for one in INSTRUCTIONS}
    assert last["USER"] == f"{USER}:{USER}"
    assert (last["VOLUME"], last["EXPOSE"]) == ("/data", "8501")
    assert containerfile.health_command(INSTRUCTIONS) == ["posture", "health"]
    assert containerfile.start_command(INSTRUCTIONS) == ["posture", "app"]
    after = [one.name for one in INSTRUCTIONS]
    assert "RUN" not in after[after.index("USER") :]


def test_a_build_sees_the_wheel_and_the_lock_alone():
    lines = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    shown = [line for line in lines if line and not line.startswith("#")]
    assert shown == ["*", "!requirements/run.lock", "!out/dist/*.whl"]


def test_the_parser_joins_lines_and_leaves_comments_out():
    text = "FROM debian:trixie-slim\n# no\nRUN one \\\n# no\n && two\nENV A=1 \\\n    B='x y'\n"
    found = containerfile.parse(text)
    assert [(one.name, one.text) for one in found[:2]] == [
        ("FROM", "debian:trixie-slim"),
        ("RUN", "one && two"),
    ]
    assert found[2].words == ["A=1", "B=x y"]


@pytest.mark.parametrize("text", ["RUN x", "", "FROM debian\nADD a b", "FROM debian\nSHELL x"])
def test_an_instruction_that_would_be_left_out_is_refused(text: str):
    with pytest.raises(ContainerfileError):
        containerfile.parse(text)


@dataclass(frozen=True, slots=True)
class Container:
    """The root as it was built, with a folder that is its volume."""

    root: BareRoot
    data: Path

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        return self.root.run(list(command), sealed=self.data, capture=True)


@pytest.fixture(scope="module")
def container(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Container]:
    """A Debian root in which every step of the Containerfile was carried out (minutes)."""
    folder = tmp_path_factory.mktemp("container")
    context, data, debian = (folder / name for name in ("context", "data", "debian"))
    build(ROOT, "HEAD", context / "out" / "dist")
    (context / "requirements").mkdir()
    shutil.copy(ROOT / "requirements" / "run.lock", context / "requirements")
    bare_root.make(debian, INSTRUCTIONS[0].text)
    root = BareRoot(debian, bare_root.lent_by_pip())
    root.build(INSTRUCTIONS, context)
    (data / "photos").mkdir(parents=True)
    for name, sample in PHOTOS.items():
        shutil.copy(ROOT / "samples" / f"{sample}.jpg", data / "photos" / name)
    os.chown(data, USER, USER)
    # The folder above is its owner's alone, and the user of the container is another one.
    for parent in (data, *data.parents[:3]):
        parent.chmod(parent.stat().st_mode | 0o055)
    yield Container(root, data)
    shutil.rmtree(debian)


class TestContainer:
    """In the root."""

    pytestmark = bare

    def test_nothing_of_the_checkout_is_in_it(self, container: Container):
        code = "import posture; print(posture.__version__, posture.__file__)"
        said = container.run("python3", "-c", code).stdout.split()
        assert said[0] == __version__
        assert said[1].startswith("/opt/posture/lib/")
        assert container.run("ls", "/tmp").stdout == ""
        found = container.run(
            "find", "/", "-xdev", "-name", "run.lock", "-o", "-name", "groundtruth"
        )
        assert found.stdout == ""

    def test_the_root_is_read_only_and_the_user_has_no_rights(self, container: Container):
        assert container.run("id", "-u").stdout.strip() == str(USER)
        refused = container.run("touch", "/opt/posture/new")
        assert "Read-only file system" in refused.stderr

    def test_the_installation_is_whole(self, container: Container):
        done = container.run("posture", "doctor")
        assert done.returncode == 0, done.stdout
        assert "/opt/posture/models" in done.stdout

    def test_it_analyses_and_writes_the_report(self, container: Container):
        photo = f"photos/{next(iter(PHOTOS))}"
        done = container.run("posture", "analyze", "--json", "--out", "results", photo)
        assert done.returncode == 0, done.stderr
        assert json.loads(done.stdout)["status"] == "analysed"
        names = {path.name for path in (container.data / "results").iterdir()}
        assert {"report.html", "report.pdf", "analysis.json"} <= names
        # Its log is JSON, and says nothing of the person.
        told = [json.loads(line)["event"] for line in done.stderr.splitlines()]
        own = [event for event in told if event != "library.message"]
        assert own == ["program.started", "photo.analysed", "program.ended"]
        assert CANARY not in done.stderr

    def test_it_puts_a_folder_of_photos_into_one_table(self, container: Container):
        done = container.run("posture", "batch", "photos", "--out", "table")
        assert done.returncode == 0, done.stderr
        out = container.data / "table"
        assert {"results.parquet", "summary.html"} <= {path.name for path in out.iterdir()}
        with (out / "results.csv").open(encoding="utf-8", newline="") as file:
            found = {row["path"]: row["status"] for row in csv.DictReader(file)}
        assert found == {f"photos/{name}": "analysed" for name in PHOTOS}
        assert CANARY not in done.stderr

    def test_the_app_starts_and_its_health_check_is_content(self, container: Container):
        done = container.run("sh", "-c", APP)
        assert done.returncode == 0, (container.data / "app.err").read_text()
        assert "answers" in done.stdout
        for line in (container.data / "app.err").read_text().splitlines():
            json.loads(line)
