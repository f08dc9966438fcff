"""Lines of the log are JSON, and nothing of other libraries' sentences is in them."""

from __future__ import annotations

import json
import logging
import sys

import pytest

from posture.log.lines import JsonLines, read_line

CANARY = "Xaveria Quellenhof"


def line(name: str, message: str, **extra: object) -> str:
    record = logging.LogRecord(name, logging.ERROR, "file.py", 1, message, (), None)
    vars(record).update(extra)
    return JsonLines().format(record)


def test_an_event_is_one_line_of_json():
    told = line(
        "posture", "photo.unreadable", event="photo.unreadable", fields={"error": "PhotoEmptyError"}
    )
    assert "\n" not in told
    found = json.loads(told)
    assert (found["event"], found["error"]) == ("photo.unreadable", "PhotoEmptyError")
    assert found["time"].endswith("Z")
    assert read_line(told) == found


def test_the_sentence_of_another_library_is_left_out():
    try:
        raise ValueError(f"cannot open /photos/{CANARY}.jpg")
    except ValueError:
        fault = sys.exc_info()
    told = line("streamlit.error_util", f"Uncaught: {CANARY}", exc_info=fault)
    assert CANARY not in told
    found = json.loads(told)
    assert found["event"] == "library.message"
    assert (found["logger"], found["error"]) == ("streamlit.error_util", "ValueError")


def test_another_library_cannot_pass_its_fields_as_an_event():
    told = line("streamlit", "x", event="photo.unreadable", fields={"error": "Anna"})
    assert json.loads(told)["event"] == "library.message"


@pytest.mark.parametrize(
    "given",
    [
        "",
        "no json",
        "[1]",
        '{"event": "photo.unreadable"}',
        f'{{"time": "{CANARY}", "level": "info", "event": "photo.unreadable", "process": 1}}',
        f'{{"time": "2026-11-29T10:00:00Z", "level": "{CANARY}", "event": "page.drawn",'
        ' "process": 1, "page": "check"}',
        f'{{"time": "2026-11-29T10:00:00Z", "level": "info", "event": "{CANARY}", "process": 1}}',
    ],
)
def test_a_line_that_this_program_did_not_write_is_not_read(given: str):
    assert read_line(given) is None


def test_of_a_line_that_was_changed_only_known_fields_are_read():
    told = line("posture", "x", event="page.drawn", fields={"page": "check", "seconds": 1.0})
    changed = json.loads(told) | {"name": CANARY, "page": CANARY}
    found = read_line(json.dumps(changed))
    assert found is not None
    assert CANARY not in str(found)
    assert found["seconds"] == 1.0
