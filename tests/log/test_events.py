"""Events hold what is listed for them, and nothing that could name a person."""

from __future__ import annotations

import ast
import logging
from pathlib import Path

import pytest

import posture
from posture.errors import PhotoFormatError
from posture.log.events import EVENTS, FIELDS, clean, tell, where

PACKAGE = Path(posture.__file__).parent
TELLING = ("tell", "tell_failure")


def calls() -> list[tuple[str, ast.Call]]:
    """Every place of the package that tells an event."""
    return [
        (path.name, node)
        for path in sorted(PACKAGE.rglob("*.py"))
        if path.parent.name != "log"
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in TELLING
    ]


def test_every_place_tells_a_listed_event_with_its_own_fields():
    told: set[str] = set()
    for name, call in calls():
        event = ast.literal_eval(call.args[0])
        given = {one.arg for one in call.keywords}
        assert given <= EVENTS[event], (name, event)
        told.add(event)
    assert told >= EVENTS.keys() - {"program.started", "library.message"}


def test_every_field_of_an_event_has_a_kind():
    assert set().union(*EVENTS.values()) == FIELDS.keys()


@pytest.mark.parametrize(
    ("field", "value", "kept"),
    [
        ("error", "PhotoFormatError", "PhotoFormatError"),
        ("error", "There is no file /home/anna/Anna Berg.jpg", None),
        ("error", 7, None),
        ("where", ("posture.photo.load:83", "Anna Berg"), ["posture.photo.load:83"]),
        ("command", "analyze\nfake", None),
        ("command", "x" * 200, None),
        ("path", "anything", None),
    ],
)
def test_a_field_that_is_not_of_its_kind_is_not_written(field: str, value: object, kept: object):
    assert clean("program.failed", {field: value}).get(field) == kept


def test_numbers_are_rounded_and_yes_is_no_number():
    told = {"seconds": 1.23456, "megapixels": True, "mirror": True, "model": "full"}
    assert clean("photo.analysed", told) == {"seconds": 1.235, "mirror": True, "model": "full"}


def test_an_unknown_event_has_no_fields():
    assert clean("something.else", {"error": "ValueError"}) == {}


def test_where_names_lines_of_this_program_alone():
    with pytest.raises(PhotoFormatError) as caught:
        posture.analyze(b"no picture: Anna Berg")
    found = where(caught.value)
    assert found
    assert all(one.startswith("posture.") and one.rsplit(":")[1].isdigit() for one in found)


def test_as_a_library_nothing_is_said(caplog: pytest.LogCaptureFixture):
    logger = logging.getLogger("posture")
    assert any(isinstance(one, logging.NullHandler) for one in logger.handlers)
    with caplog.at_level(logging.WARNING):
        tell("photo.unreadable", error="PhotoFormatError")
    assert caplog.records == []
