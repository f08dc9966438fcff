"""What a child process runs: it answers one call after another until its parent is gone.

Started as ``python -m posture.batch.pool.child``. Calls come on its standard input, pickled:
a function of a module and its arguments; answers go to its standard output.
"""

from __future__ import annotations

import os
import pickle
import sys
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from typing import Any


def main() -> None:
    """Answer calls."""
    # Libraries print: what they print must not get between the answers.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    while True:
        try:
            function, arguments = pickle.load(sys.stdin.buffer)
        except EOFError:
            return
        if not _send(answers, _answer(function, arguments)):
            return


def _answer(function: Any, arguments: tuple[Any, ...]) -> bytes:
    """The pickled answer: whether it is an error, and the value or the error."""
    try:
        return pickle.dumps((False, function(*arguments)))
    except Exception as error:
        return _error(error)


def _error(error: Exception) -> bytes:
    try:
        data = pickle.dumps((True, error))
        # Some exceptions can be written and not read.
        pickle.loads(data)
    except Exception:
        return pickle.dumps((True, RuntimeError(f"{type(error).__name__}: {error}")))
    return data


def _send(answers: BinaryIO, data: bytes) -> bool:
    """Whether the parent is there to take the answer."""
    try:
        answers.write(data)
        answers.flush()
    except OSError:
        return False
    return True


if __name__ == "__main__":
    main()
