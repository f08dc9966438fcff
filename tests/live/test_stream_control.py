"""Whether the stream is asked to play, stop or play again when it breaks off."""

from __future__ import annotations

import pytest

from posture.live.browser import StreamControl


@pytest.fixture
def clock() -> list[float]:
    return [100.0]


class Browser:
    """The other side: it plays as it is asked to, unless its server does not hear it."""

    def __init__(self, clock: list[float], control: StreamControl) -> None:
        self._clock, self._control = clock, control
        self.plays, self.signals, self.heard = False, False, True
        self.asked: list[bool | None] = []

    def wait(self, seconds: int) -> None:
        for _ in range(seconds):
            self._clock[0] += 1.0
            if self._control.update(plays=self.plays, signals=self.signals, now=self._clock[0]):
                self.asked.append(self._control.desired)
            self._answer()

    def _answer(self) -> None:
        if self._control.desired is False:
            # Its end is heard, so that the next beginning is.
            self.plays, self.signals, self.heard = False, False, True
        elif self._control.desired and not self.plays:
            self.plays, self.signals = self.heard, not self.heard

    def start(self) -> None:
        self.plays = True
        self.wait(1)

    def breaks(self, *, heard: bool = True) -> None:
        self.plays, self.signals, self.heard = False, not heard, heard
        self.wait(1)


@pytest.fixture
def control() -> StreamControl:
    return StreamControl()


@pytest.fixture
def stream(clock: list[float], control: StreamControl) -> Browser:
    return Browser(clock, control)


def test_nothing_is_asked_for_before_start_is_pressed(stream: Browser, control: StreamControl):
    stream.wait(60)
    assert (stream.asked, control.desired, control.gave_up) == ([], None, False)


def test_a_stream_that_plays_is_asked_to_go_on(stream: Browser, control: StreamControl):
    stream.start()
    stream.wait(60)
    assert (stream.asked, control.desired) == ([True], True)


def test_a_stream_that_breaks_off_and_is_heard_plays_again(stream: Browser, control: StreamControl):
    stream.start()
    stream.breaks()
    stream.wait(2)
    assert stream.plays
    assert (stream.asked, control.gave_up) == ([True], False)


def test_a_stream_whose_end_was_not_heard_is_stopped_and_begun_anew(
    stream: Browser, control: StreamControl
):
    stream.start()
    stream.breaks(heard=False)
    stream.wait(5)
    assert not stream.plays
    stream.wait(10)
    assert stream.plays
    assert stream.asked == [True, False, True]
    assert not control.gave_up


def test_a_stream_that_comes_back_late_counts_as_one_break(
    clock: list[float], stream: Browser, control: StreamControl
):
    stream.start()
    for _ in range(3):
        stream.breaks(heard=False)
        stream.wait(20)
    assert stream.plays
    assert not control.gave_up


def test_a_stream_that_was_stopped_is_left_alone(stream: Browser, control: StreamControl):
    stream.start()
    control.stop()
    stream.wait(60)
    assert stream.asked == [True, None]
    assert (control.desired, control.gave_up) == (None, False)


def test_a_stream_that_is_stopped_while_it_signals_is_waited_for(control: StreamControl):
    control.update(plays=True, signals=False, now=0.0)
    control.stop()
    control.update(plays=False, signals=True, now=1.0)
    assert control.desired is False
    control.update(plays=False, signals=False, now=1.0)
    assert control.desired is None


def test_a_stream_that_breaks_off_repeatedly_is_given_up(stream: Browser, control: StreamControl):
    stream.start()
    for _ in range(4):
        assert not control.gave_up
        stream.breaks()
        stream.wait(2)
    assert (control.desired, control.gave_up, stream.plays) == (None, True, False)
    stream.start()
    assert (control.desired, control.gave_up) == (True, False), "Start was pressed once more"


def test_a_stream_that_does_not_come_back_is_given_up(clock: list[float], control: StreamControl):
    control.update(plays=True, signals=False, now=clock[0])
    for _ in range(44):
        clock[0] += 1.0
        control.update(plays=False, signals=True, now=clock[0])
        assert not control.gave_up
    for _ in range(3):
        clock[0] += 1.0
        control.update(plays=False, signals=True, now=clock[0])
    assert (control.desired, control.gave_up) == (False, True)
    control.update(plays=False, signals=False, now=clock[0])
    assert control.desired is None
