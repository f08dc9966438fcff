"""What the browser's stream is asked for, so that one that breaks off is taken up again."""

from __future__ import annotations

import time

_MOST_BREAKS, _RETURN_S = 3, 45.0
"""How often a stream may break off in a run, and how long it may take to come back, seconds."""

_AGAIN_S = 8.0
"""Seconds after which a stream that does not come back is stopped and begun anew."""


class StreamWish:
    """Whether the stream shall play, by how it stands.

    Somebody who stands three metres away cannot press Start again. So once it plays it is asked to
    go on, and Stop is a button of the page: whatever else ends it has broken it off.

    The browser's side begins anew at once. A server that is busy in that moment hears of the new
    beginning but not of the end before it, holds on to the connection that is gone, and both sides
    wait for ever. So a stream that does not come back is stopped, and asked to play once both
    sides know.

    Attributes
    ----------
    desired : bool or None
        To play, to stop, or what the stream's own buttons say.
    gave_up : bool
        Whether it broke off too often, or for too long.
    """

    def __init__(self) -> None:
        self.desired: bool | None = None
        self.gave_up = False
        self._ends = False
        self._breaks = 0
        self._broken_at: float | None = None
        self._asked_at = 0.0

    def note(self, *, plays: bool, signals: bool) -> bool:
        """Take in how the stream stands.

        Parameters
        ----------
        plays : bool
        signals : bool
            Whether it is about to play: the browser waits for the server's answer.

        Returns
        -------
        bool
            Whether it is to be asked for something else than before.
        """
        before = self.desired
        if plays:
            self._play()
        elif self._ends and not signals:
            self._ends, self.desired = False, None
        elif self.desired is not None and not self._ends:
            self._mend(signals)
        return self.desired != before

    def stop(self) -> None:
        """It shall end, and begin when Start is pressed."""
        self._ends, self.desired = True, False

    def _play(self) -> None:
        if self.desired is None:
            self.desired, self.gave_up, self._breaks = True, False, 0
        if self.desired:
            self._broken_at = None

    def _mend(self, signals: bool) -> None:
        now = time.monotonic()
        if self._broken_at is None:
            self._breaks += 1
            self._broken_at = self._asked_at = now
        if self._breaks > _MOST_BREAKS or now - self._broken_at > _RETURN_S:
            self.gave_up = True
            self.stop()
        elif self.desired is False and not signals:
            self.desired, self._asked_at = True, now
        elif self.desired and now - self._asked_at > _AGAIN_S:
            self.desired = False
