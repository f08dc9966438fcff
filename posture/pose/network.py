"""One TensorFlow Lite model, run by LiteRT on pictures."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

import numpy as np

from posture.errors import ModelError
from posture.i18n.language import tr
from posture.installation import install_command, library_error
from posture.system.quiet import quiet

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Network:
    """A model whose input is one square picture; threads that share it wait for each other.

    Parameters
    ----------
    model : bytes
        A ``.tflite`` file.
    threads : int
        How many the library may use; the outputs are the same with any number.

    Raises
    ------
    ModelError
        LiteRT cannot be loaded on this machine.
    ValueError, RuntimeError
        The bytes are no model.
    """

    def __init__(self, model: bytes, threads: int) -> None:
        interpreter = load_interpreter()
        with quiet():  # The first one of a process says which kernels it uses.
            self._inner = interpreter(model_content=model, num_threads=threads)
            self._inner.allocate_tensors()
        self._turn = threading.Lock()
        given = self._inner.get_input_details()[0]
        self._input: int = given["index"]
        self._outputs: list[int] = [one["index"] for one in self._inner.get_output_details()]
        self.side = int(given["shape"][1])
        """Height and width of the picture."""

    def run(self, picture: NDArray[np.float32]) -> list[NDArray[np.float32]]:
        """Run the model once.

        Parameters
        ----------
        picture : ndarray, shape (side, side, 3), float32

        Returns
        -------
        list of ndarray
            Every output, in the model's order, without the axis of the batch.
        """
        with self._turn:
            self._inner.set_tensor(self._input, picture[np.newaxis])
            self._inner.invoke()
            return [self._inner.get_tensor(output)[0] for output in self._outputs]


def load_interpreter() -> Any:
    """LiteRT's interpreter.

    Raises
    ------
    ModelError
        A system library is missing, or the package is damaged.
    """
    try:
        from ai_edge_litert.interpreter import Interpreter
    except (ImportError, OSError) as error:
        missing = library_error()
        if missing is not None:
            raise ModelError(missing.message, missing.remedy) from error
        raise ModelError(
            tr("LiteRT cannot be loaded ({error}).").format(error=error),
            tr("Run: {command}").format(command=install_command()),
        ) from error
    return Interpreter
