"""Nothing written to descriptor 2 from C++ reaches the terminal; what Python writes after does."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import threading

import pytest

from posture.system.quiet import loud, quiet

TALK = """
import os, sys
from posture.system.quiet import quiet
print("before", file=sys.stderr)
with quiet(), quiet():
    os.write(2, b"noise from below")
os.write(2, b"after\\n")
"""


def test_descriptor_two_is_silent_inside_and_back_afterwards():
    done = subprocess.run([sys.executable, "-c", TALK], capture_output=True, text=True, check=True)
    assert done.stderr == "before\nafter\n"


def test_it_is_put_back_after_an_error(capfd: pytest.CaptureFixture[str]):
    with pytest.raises(KeyError), quiet():
        raise KeyError
    print("heard", file=sys.stderr)
    assert capfd.readouterr().err == "heard\n"


def test_without_a_descriptor_two():
    code = (
        "import os; os.close(2)\nfrom posture.system.quiet import quiet\nwith quiet(): print('ok')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "ok\n"


def test_a_process_out_of_files_goes_on_aloud(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
):
    def full(path: str, flags: int) -> int:
        raise OSError(errno.EMFILE, "Too many open files")

    with monkeypatch.context() as patched:
        patched.setattr(os, "open", full)
        with quiet():
            os.write(2, b"heard\n")
    with loud():
        assert capfd.readouterr().err == "heard\n"


def test_threads_do_not_wait_for_each_other_forever():
    def work() -> None:
        for _ in range(50):
            with quiet():
                pass

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert not any(thread.is_alive() for thread in threads)


def test_what_is_written_loudly_waits_for_quiet_threads():
    code = (
        "import os, sys, threading, time\nfrom posture.system.quiet import loud, quiet\n"
        "inside = threading.Event()\n"
        "def work():\n    with quiet():\n        inside.set()\n        time.sleep(0.2)\n"
        "        os.write(2, b'log')\n"
        "thread = threading.Thread(target=work)\nthread.start()\ninside.wait()\n"
        "with loud():\n    print('said', file=sys.stderr)\nthread.join()"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr == "said\n"
