"""Run the fuzzers in turn: ``python -m fuzz [TARGET ...] [--seconds 60] [--folder out/fuzz]``."""

from __future__ import annotations

import argparse
import json
import re
import resource
import subprocess
import sys
from pathlib import Path

from fuzz.targets import NAMES

_UNITS = re.compile(r"^stat::number_of_executed_units:\s*(\d+)", re.MULTILINE)
_DONE = re.compile(r"^Done \d+ runs in (\d+) second", re.MULTILINE)
_LAST_LINES = 40


def main() -> int:
    """Fuzz each target for a while; the corpus is kept, so that the next run goes on from there."""
    parser = argparse.ArgumentParser(prog="python -m fuzz", description=__doc__)
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=f"of {', '.join(NAMES)}")
    parser.add_argument("--seconds", type=int, default=60, help="for each target")
    parser.add_argument("--folder", type=Path, default=Path("out/fuzz"), help="of the corpus")
    given = parser.parse_args()
    if unknown := sorted({*given.targets} - {*NAMES}):
        parser.error(f"no target {', '.join(unknown)}; there are {', '.join(NAMES)}")
    failed = [
        name for name in given.targets or NAMES if not _run(name, given.folder, given.seconds)
    ]
    for name in given.targets or NAMES:
        print(f"{name}: {_total(given.folder / name)}")
    return 1 if failed else 0


def _run(name: str, folder: Path, seconds: int) -> bool:
    """Fuzz one target and note how it went; False where something was found."""
    corpus, findings = folder / name / "corpus", folder / name / "findings"
    for one in (corpus, findings):
        one.mkdir(parents=True, exist_ok=True)
    known = {path.name for path in findings.iterdir()}
    command = [sys.executable, "-m", "fuzz.run", name, str(corpus), str(findings), str(seconds)]
    before = _cpu_seconds()
    done = subprocess.run(command, capture_output=True, check=False)
    said = (done.stdout + done.stderr).decode("utf-8", "replace")
    units, took = _UNITS.search(said), _DONE.search(said)
    found = sorted({path.name for path in findings.iterdir()} - known)
    note = {
        "executions": int(units[1]) if units else 0,
        "seconds": int(took[1]) if took else 0,
        "cpu_seconds": round(_cpu_seconds() - before),
        "exit": done.returncode,
        "found": found,
    }
    with (folder / name / "runs.jsonl").open("a", encoding="utf-8") as runs:
        runs.write(json.dumps(note) + "\n")
    print(f"{name}: {note['executions']} executions in {note['seconds']} s", flush=True)
    if done.returncode or found:
        print("\n".join(said.splitlines()[-_LAST_LINES:]))
        print(f"{name}: exit {done.returncode}, found {', '.join(found) or 'no input'}", flush=True)
    return done.returncode == 0 and not found


def _total(home: Path) -> str:
    """What all runs of a target together did since the last finding."""
    notes = [json.loads(line) for line in (home / "runs.jsonl").read_text().splitlines()]
    last = max((at for at, note in enumerate(notes, 1) if note["found"] or note["exit"]), default=0)
    clean = notes[last:]
    minutes, cpu = (sum(note[key] for note in clean) / 60 for key in ("seconds", "cpu_seconds"))
    executions = sum(note["executions"] for note in clean)
    return (
        f"{minutes:.1f} minutes ({cpu:.1f} of a processor) and {executions} executions "
        "without a finding"
    )


def _cpu_seconds() -> float:
    """What the runs so far took of a processor, seconds."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    raise SystemExit(main())
