"""What the browser's stream is asked for when it breaks off."""

from __future__ import annotations

import pytest

from posture.ui.live.stream import StreamWish


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [100.0]
    monkeypatch.setattr("posture.ui.live.stream.time.monotonic", lambda: now[0])
    return now


class Browser:
    """The other side: it plays as it is asked to, unless its server does not hear it."""

    def __init__(self, clock: list[float], wish: StreamWish) -> None:
        self._clock, self._wish = clock, wish
        self.plays, self.signals, self.heard = False, False, True
        self.asked: list[bool | None] = []

    def wait(self, seconds: int) -> None:
        for _ in range(seconds):
            self._clock[0] += 1.0
            if self._wish.note(plays=self.plays, signals=self.signals):
                self.asked.append(self._wish.desired)
            self._answer()

    def _answer(self) -> None:
        if self._wish.desired is False:
            # Its end is heard, so that the next beginning is.
            self.plays, self.signals, self.heard = False, False, True
        elif self._wish.desired and not self.plays:
            self.plays, self.signals = self.heard, not self.heard

    def start(self) -> None:
        self.plays = True
        self.wait(1)

    def breaks(self, *, heard: bool = True) -> None:
        self.plays, self.signals, self.heard = False, not heard, heard
        self.wait(1)


@pytest.fixture
def wish() -> StreamWish:
    return StreamWish()


@pytest.fixture
def stream(clock: list[float], wish: StreamWish) -> Browser:
    return Browser(clock, wish)


def test_nothing_is_asked_for_before_start_is_pressed(stream: Browser, wish: StreamWish):
    stream.wait(60)
    assert (stream.asked, wish.desired, wish.gave_up) == ([], None, False)


def test_a_stream_that_plays_is_asked_to_go_on(stream: Browser, wish: StreamWish):
    stream.start()
    stream.wait(60)
    assert (stream.asked, wish.desired) == ([True], True)


def test_a_stream_that_breaks_off_and_is_heard_plays_again(stream: Browser, wish: StreamWish):
    stream.start()
    stream.breaks()
    stream.wait(2)
    assert stream.plays
    assert (stream.asked, wish.gave_up) == ([True], False)


def test_a_stream_whose_end_was_not_heard_is_stopped_and_begun_anew(
    stream: Browser, wish: StreamWish
):
    stream.start()
    stream.breaks(heard=False)
    stream.wait(5)
    assert not stream.plays
    stream.wait(10)
    assert stream.plays
    assert stream.asked == [True, False, True]
    assert not wish.gave_up


def test_a_stream_that_comes_back_late_counts_as_one_break(
    clock: list[float], stream: Browser, wish: StreamWish
):
    stream.start()
    for _ in range(3):
        stream.breaks(heard=False)
        stream.wait(20)
    assert stream.plays
    assert not wish.gave_up


def test_a_stream_that_was_stopped_is_left_alone(stream: Browser, wish: StreamWish):
    stream.start()
    wish.stop()
    stream.wait(60)
    assert stream.asked == [True, None]
    assert (wish.desired, wish.gave_up) == (None, False)


def test_a_stream_that_is_stopped_while_it_signals_is_waited_for(wish: StreamWish):
    wish.note(plays=True, signals=False)
    wish.stop()
    wish.note(plays=False, signals=True)
    assert wish.desired is False
    wish.note(plays=False, signals=False)
    assert wish.desired is None


def test_a_stream_that_breaks_off_again_and_again_is_given_up(stream: Browser, wish: StreamWish):
    stream.start()
    for _ in range(4):
        assert not wish.gave_up
        stream.breaks()
        stream.wait(2)
    assert (wish.desired, wish.gave_up, stream.plays) == (None, True, False)
    stream.start()
    assert (wish.desired, wish.gave_up) == (True, False), "Start was pressed once more"


def test_a_stream_that_does_not_come_back_is_given_up(clock: list[float], wish: StreamWish):
    wish.note(plays=True, signals=False)
    for _ in range(44):
        clock[0] += 1.0
        wish.note(plays=False, signals=True)
        assert not wish.gave_up
    for _ in range(3):
        clock[0] += 1.0
        wish.note(plays=False, signals=True)
    assert (wish.desired, wish.gave_up) == (False, True)
    wish.note(plays=False, signals=False)
    assert wish.desired is None
