"""Many photos: two processes against one, memory, runs that are killed, a cluster against them.

Photos are samples of 12 megapixels or as they are, each with a comment of its own, so that their
content differs and every one is analysed.
"""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq
from PIL import Image

from benchmarks.figure import Figure
from posture.batch.batch import Request, run_batch

if TYPE_CHECKING:
    from collections.abc import Generator

ROOT = Path(__file__).parents[1]
SAMPLES = ("standing_tall", "sway_back", "facing_left", "round_upper_back")
LARGE = (3024, 4032)
PHOTOS = 48
"""Of a timed run."""
ROUNDS = 3
LINKS, ORIGINALS = 20_000, 300
WORKERS = 2
LEAST_TIMES, MOST_OVERHEAD, MOST_GROWTH = 1.85, 1.10, 1.10
WARM = 4
"""Photos of a run until every process has loaded everything."""


@dataclass
class Watch:
    """Notes when each photo was done, and the memory of this process and its children."""

    times: list[float] = field(default_factory=list[float])
    memory: list[float] = field(default_factory=list[float])
    children: list[float] = field(default_factory=list[float])
    every: int = 0
    began: float = 0.0

    def unused(self, columns: tuple[str, ...]) -> None:
        """A benchmark has no manifest."""

    def listed(self, count: int) -> None:
        """Listing is not timed."""

    def begun(self, total: int, done: int) -> None:
        """Processes are about to start."""
        self.began = time.perf_counter()

    def kept(self) -> None:
        """One more photo is done."""
        self.times.append(time.perf_counter())
        if self.every and len(self.times) % self.every == 0:
            self.memory.append(resident(os.getpid()))
            self.children.append(max(map(resident, children(os.getpid())), default=0.0))

    def finishing(self) -> None:
        """Nor is the table."""

    def seconds(self) -> float:
        """From the start of the first process to the last photo."""
        return self.times[-1] - self.began

    def rate(self) -> float:
        """Photos per second, all processes being warm."""
        return (len(self.times) - 1 - WARM) / (self.times[-1] - self.times[WARM])


def figures(photos: int = PHOTOS, links: int = LINKS, distinct: int = 0) -> list[Figure]:
    """Everything about batches.

    Parameters
    ----------
    photos : int
        In each timed run.
    links : int
        To a few hundred photos, in the run that is killed twice.
    distinct : int
        In a run of so many different photos, in which memory is watched; 0 for none.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_photos(folder / "large", photos, LARGE)
        found = _times(folder) + _killed(folder, links)
        if distinct:
            found += _many(folder, distinct)
    return found


def write_photos(folder: Path, count: int, size: tuple[int, int] | None = None) -> None:
    """So many photos of different content."""
    folder.mkdir(parents=True)
    bases: list[bytes] = []
    for sample in SAMPLES:
        path = folder / f"{sample}.jpg"
        with Image.open(ROOT / "samples" / f"{sample}.jpg") as picture:
            made = picture.resize(size, Image.Resampling.LANCZOS) if size else picture
            made.save(path, quality=92, comment="0" * 12)
        bases.append(path.read_bytes())
        path.unlink()
    for i in range(count):
        base = bases[i % len(bases)]
        (folder / f"{i:06}.jpg").write_bytes(base.replace(b"0" * 12, f"{i:012}".encode(), 1))


def _run(photos: Path, out: Path, **given: Any) -> Watch:
    watch = Watch()
    run_batch(Request(out=str(out), photos=(str(photos),), **given), watch)
    return watch


def _times(folder: Path) -> list[Figure]:
    """Two processes against one, and two workers of a cluster against them, in turn."""
    ways = {"one": {"workers": 1}, "two": {"workers": WORKERS}}
    runs: dict[str, list[Watch]] = {name: [] for name in (*ways, "cluster")}
    with _cluster() as made:
        ways["cluster"] = {"scheduler": made.scheduler_address}
        for turn in range(ROUNDS):
            for name, given in ways.items():
                runs[name].append(_run(folder / "large", folder / f"{name}-{turn}", **given))
        wanted = _numbers(folder / "two-0")
        same = _numbers(folder / "cluster-0") == wanted
        killed = _Killer(cluster=made)
        request = Request(
            str(folder / "killed"), (str(folder / "large"),), scheduler=made.scheduler_address
        )
        run_batch(request, killed)
        lost = bool(killed.killed) and _numbers(folder / "killed") == wanted
    one, two = (statistics.median(run.rate() for run in runs[name]) for name in ("one", "two"))
    there, here = (
        statistics.median(run.seconds() for run in runs[name]) for name in ("cluster", "two")
    )
    times, overhead = two / one, there / here
    return [
        Figure(
            "batch: photos per second, 2 processes / 1, 12 MP", times, "x", f">= {LEAST_TIMES}",
            times >= LEAST_TIMES,
        ),
        Figure("batch: photos per core and hour", 3600 * two / WORKERS, "", "-", True),
        Figure(
            "Dask, 2 workers: time / that of 2 processes", overhead, "x", f"<= {MOST_OVERHEAD}",
            overhead <= MOST_OVERHEAD,
        ),
        Figure("Dask, 2 workers: the same rows", float(same), "", "1", same),
        Figure("Dask, a worker killed: the same rows", float(lost), "", "1", lost),
    ]  # fmt: skip


@dataclass
class _Killer(Watch):
    """Kills a worker of the cluster when the first photos are done."""

    cluster: Any = None
    killed: int = 0

    def kept(self) -> None:
        super().kept()
        if not self.killed:
            self.killed = next(iter(self.cluster.workers.values())).process.process.pid
            os.kill(self.killed, signal.SIGKILL)


@contextmanager
def _cluster() -> Generator[Any]:
    from distributed import LocalCluster

    with LocalCluster(
        n_workers=WORKERS, threads_per_worker=1, dashboard_address="127.0.0.1:0", memory_limit=0
    ) as made:
        yield made


def _killed(folder: Path, links: int) -> list[Figure]:
    """A run over links to a few hundred photos, killed twice and resumed."""
    originals, photos, out = folder / "originals", folder / "links", folder / "out"
    write_photos(originals, ORIGINALS)
    photos.mkdir()
    for i in range(links):
        (photos / f"{i:06}.jpg").symlink_to(originals / f"{i % ORIGINALS:06}.jpg")
    first = _until(photos, out, ORIGINALS // 3)
    second = _until(photos, out, 2 * ORIGINALS // 3)
    watch = Watch(every=max(1, (links - len(second)) // 50))
    run_batch(Request(str(out), (str(photos),), workers=WORKERS), watch)
    table = pq.read_table(out / "results.parquet", columns=["path", "seconds", "sha256"])
    now = dict(zip(table["path"].to_pylist(), table["seconds"].to_pylist(), strict=True))
    again = sum(now[path] != took for path, took in (*first.items(), *second.items()))
    missed = links - len(now)
    analysed = len(set(zip(table["sha256"].to_pylist(), table["seconds"].to_pylist(), strict=True)))
    return [
        Figure(f"{links} links, killed twice: photos done twice", again, "", "0", again == 0),
        Figure(f"{links} links, killed twice: photos missed", missed, "", "0", missed == 0),
        Figure(
            f"{links} links to {ORIGINALS} photos: analyses", analysed, "", f"{ORIGINALS}",
            analysed == ORIGINALS,
        ),
        *_memory(f"{links} links", watch),
    ]  # fmt: skip


def _until(photos: Path, out: Path, least: int) -> dict[str, float]:
    """Run the command, kill it when so many photos are done; seconds of each that is."""
    command = [
        sys.executable, "-c", "from posture.cli.main import main; main()", "batch", str(photos),
        "--out", str(out), "--workers", str(WORKERS),
    ]  # fmt: skip
    run = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)
    while run.poll() is None and len(_seconds(out)) < least:
        time.sleep(0.5)
    run.kill()
    run.wait()
    return _seconds(out)


def _seconds(out: Path) -> dict[str, float]:
    """How long each photo took that the ledger holds; the run has it, so a copy is read."""
    try:
        data = (out / "ledger.sqlite").read_bytes()
    except FileNotFoundError:
        return {}
    with closing(sqlite3.connect(":memory:")) as db:
        try:
            db.deserialize(data)
            done = db.execute("SELECT path, content FROM done WHERE content IS NOT NULL").fetchall()
        except sqlite3.DatabaseError:
            return {}
    return {path: json.loads(content)["seconds"] for path, content in done}


def _many(folder: Path, distinct: int) -> list[Figure]:
    """A long run in which every photo is analysed."""
    write_photos(folder / "many", distinct)
    watch = Watch(every=max(1, distinct // 50))
    request = Request(str(folder / "many-out"), (str(folder / "many"),), workers=WORKERS)
    run_batch(request, watch)
    return _memory(f"{distinct} different photos", watch)


def _memory(name: str, watch: Watch) -> list[Figure]:
    """Memory at the end against that after a tenth of the run."""
    tenth = max(1, len(watch.memory) // 10)
    found: list[Figure] = []
    for who, seen in (("the run", watch.memory), ("its largest process", watch.children)):
        early, late = max(seen[:tenth]), max(seen[-tenth:])
        growth = late / early
        limit, holds = f"<= {MOST_GROWTH}", growth <= MOST_GROWTH
        found.append(Figure(f"{name}: memory of {who}, late / early", growth, "x", limit, holds))
        found.append(Figure(f"{name}: memory of {who}", late, "MB", "-", True))
    return found


def _numbers(out: Path) -> dict[str, tuple[Any, ...]]:
    """Rows by photo, without how long each took."""
    table = pq.read_table(out / "results.parquet").drop_columns(["seconds"])
    rows = table.to_pylist()
    return {row["path"]: tuple(row.values()) for row in rows}


def resident(pid: int) -> float:
    """Resident memory of a process, megabytes; 0 where it is gone."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def children(pid: int) -> list[int]:
    """Processes that a process has started."""
    listed = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(one) for path in listed for one in path.read_text().split()]
