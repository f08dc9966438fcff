"""The wheel in an empty environment outside the checkout: the core alone, then everything."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

from posture import __version__
from posture.installation import EXTRAS, missing_libraries

pytestmark = [
    pytest.mark.wheel,
    pytest.mark.skipif(bool(missing_libraries()), reason="system libraries are missing"),
]

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "samples" / "standing_tall.jpg"
APP_SECONDS = 120


@dataclass(frozen=True, slots=True)
class Environment:
    """A virtual environment with a home of its own, and what is run in it."""

    folder: Path
    wheel: Path

    @property
    def variables(self) -> dict[str, str]:
        """Only what a fresh account has, and what pip needs to find its index."""
        home = self.folder / "home"
        home.mkdir(exist_ok=True)
        kept = {k: v for k, v in os.environ.items() if k.startswith(("PIP_", "SSL_", "REQUESTS_"))}
        pip = Path.home() / ".config" / "pip" / "pip.conf"
        named = {"PIP_CONFIG_FILE": str(pip)} if pip.is_file() else {}
        return {**named, **kept, "HOME": str(home), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}

    def program(self, name: str) -> str:
        return str(self.folder / "env" / "bin" / name)

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [self.program(command[0]), *command[1:]],
            cwd=self.variables["HOME"],
            env=self.variables,
            capture_output=True,
            text=True,
            timeout=900,
            check=False,
        )

    def install(self, extra: str = "") -> None:
        """Install the wheel with the versions of the lock file."""
        locked = (ROOT / "requirements" / "run.lock").read_text(encoding="utf-8")
        constraints = self.folder / "constraints.txt"
        pins = re.findall(r"^[A-Za-z0-9._-]+==\S+(?: ;[^\\\n]*)?", locked, re.MULTILINE)
        constraints.write_text("\n".join(pins), encoding="utf-8")
        named = f"posture[{extra}] @ {self.wheel.as_uri()}" if extra else str(self.wheel)
        done = self.run("python", "-m", "pip", "install", "-q", "-c", str(constraints), named)
        assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (made,) = folder.glob("*.whl")
    return made


@pytest.fixture(scope="module")
def core(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Environment:
    """The core alone, with the pose model fetched."""
    made = Environment(tmp_path_factory.mktemp("core"), wheel)
    subprocess.run([sys.executable, "-m", "venv", str(made.folder / "env")], check=True)
    made.install()
    fetched = made.run("posture", "models", "fetch")
    assert fetched.returncode == 0, fetched.stderr
    return made


@pytest.fixture(scope="module")
def everything(core: Environment) -> Environment:
    """The same with every extra; the tests of the core have run before."""
    core.install("all")
    return core


def test_the_wheel_holds_what_an_installation_needs(wheel: Path):
    assert wheel.name == f"posture-{__version__}-py3-none-any.whl"
    with zipfile.ZipFile(wheel) as opened:
        names = set(opened.namelist())
        (metadata,) = (name for name in names if name.endswith("METADATA"))
        text = opened.read(metadata).decode()
    wanted = ("ui/.streamlit/config.toml", "samples/standing_tall.jpg", "py.typed")
    assert {f"posture/{name}" for name in wanted} <= names
    assert not any(name.startswith(("tests/", "groundtruth/")) for name in names)
    assert set(re.findall(r"^Provides-Extra: (\w+)", text, re.MULTILINE)) == {*EXTRAS, "all"}


def test_the_core_has_neither_streamlit_nor_reports(core: Environment):
    modules = [module for extra in EXTRAS.values() for module in extra]
    code = f"""
import importlib.util
print([name for name in {modules} if importlib.util.find_spec(name)])
"""
    assert core.run("python", "-c", code).stdout == "[]\n"


def test_the_core_analyses_on_the_command_line(core: Environment):
    done = core.run("posture", "analyze", "--json", str(SAMPLE))
    assert done.returncode == 0, done.stderr
    document = json.loads(done.stdout)
    assert document["status"] == "analysed"
    assert document["measurements"]["cva"]["sd"] > 0
    assert core.run("posture", "analyze", str(SAMPLE)).returncode == 0


def test_the_core_combines_compares_and_reads_the_front(core: Environment):
    before, after = (str(ROOT / "samples" / "change" / f"{one}.jpg") for one in ("before", "after"))
    compared = core.run("posture", "compare", "--json", before, after)
    assert json.loads(compared.stdout)["status"] == "compared", compared.stderr
    combined = core.run("posture", "analyze", "--json", "--same-person", before, after)
    assert combined.returncode == 0, combined.stderr
    front = core.run("posture", "frontal", "--json", str(ROOT / "samples" / "sides" / "front.jpg"))
    assert json.loads(front.stdout)["status"] == "frontal", front.stderr


def test_the_core_analyses_from_python(core: Environment):
    code = f"import posture; print(type(posture.analyze({str(SAMPLE)!r})).__name__)"
    done = core.run("python", "-W", "error", "-c", code)
    assert done.stdout == "Analysis\n", done.stderr


def test_the_core_names_the_extra_that_is_missing(core: Environment):
    for command, extra in (
        (["analyze", str(SAMPLE), "--out", "out"], "report"),
        (["app"], "app"),
    ):
        done = core.run("posture", *command)
        assert done.returncode == 1
        assert f"pip install 'posture[{extra}] @ file:///" in done.stderr
        assert "Traceback" not in done.stderr


def test_the_doctor_advises_what_fits_a_wheel(core: Environment):
    done = core.run("posture", "doctor")
    assert done.returncode == 0, done.stdout
    # Eighty columns: a long command goes on in the next line.
    assert "pip install 'posture[all] @ file:///" in " ".join(done.stdout.split())
    assert "make" not in done.stdout


def test_everything_writes_the_report(everything: Environment):
    done = everything.run("posture", "analyze", str(SAMPLE), "--out", "out")
    assert done.returncode == 0, done.stderr
    out = Path(everything.variables["HOME"]) / "out"
    assert {"report.html", "report.pdf", "analysis.json"} <= {path.name for path in out.iterdir()}
    code = "from posture.installation import samples; print(len(list(samples().glob('*.jpg'))))"
    assert int(everything.run("python", "-c", code).stdout) > 10


def test_everything_puts_a_folder_into_one_table(everything: Environment):
    home = Path(everything.variables["HOME"])
    (home / "photos").mkdir()
    for name in ("standing_tall", "head_forward"):
        shutil.copy(ROOT / "samples" / f"{name}.jpg", home / "photos")
    done = everything.run("posture", "batch", "photos", "--out", "table")
    assert done.returncode == 0, done.stderr
    assert (home / "table" / "summary.html").is_file()
    code = """
import pyarrow.parquet
print(sorted(pyarrow.parquet.read_table("table/results.parquet")["status"].to_pylist()))
"""
    assert everything.run("python", "-c", code).stdout == "['analysed', 'analysed']\n"


def test_the_app_starts_with_its_settings(everything: Environment):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = everything.folder / "app.log"
    with log.open("wb") as said:
        running = subprocess.Popen(
            [everything.program("posture"), "app"],
            cwd=everything.variables["HOME"],
            env={**everything.variables, "STREAMLIT_SERVER_PORT": str(port)},
            stdout=said,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        assert _answer(f"http://localhost:{port}/_stcore/health", running) == "ok", log.read_text()
    finally:
        os.killpg(running.pid, signal.SIGTERM)
        running.wait(timeout=30)
    # The address comes from the settings in the package.
    assert f"http://localhost:{port}" in log.read_text()


def _answer(address: str, running: subprocess.Popen[bytes]) -> str:
    """What the address says once it answers; empty where the program ends before."""
    until = time.monotonic() + APP_SECONDS
    while time.monotonic() < until and running.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                return answer.read().decode()
        except (urllib.error.URLError, OSError):
            time.sleep(0.5)
    return ""
