"""Modules that are imported when something of them is used first."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from importlib.abc import MetaPathFinder
from importlib.machinery import PathFinder
from importlib.util import LazyLoader
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence
    from importlib.machinery import ModuleSpec


@contextmanager
def lazily(*names: str) -> Generator[None]:
    """Let the first ``import`` of some modules inside the block cost nothing.

    Such a module runs when something of it is used first. After the block ``sys.modules`` holds
    none that has not run: whoever goes through it and looks at each module would run them, and
    see their errors. Their packages are imported as ever.

    Parameters
    ----------
    *names : str
        Full names; those that are imported already or not installed stay as they are.
    """
    finder = _LazyFinder(names)
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)
        for name in names:
            _forget(name)


def _forget(name: str) -> None:
    """Take a module that has not run out of ``sys.modules`` and of its package."""
    # Until it has run its class is another one.
    if type(sys.modules.get(name, sys)) is not ModuleType:
        module = sys.modules.pop(name)
        package, _, last = name.rpartition(".")
        if vars(sys.modules.get(package, sys)).get(last) is module:
            delattr(sys.modules[package], last)


class _LazyFinder(MetaPathFinder):
    """Finds the modules where Python finds them, and puts off their execution."""

    def __init__(self, names: Sequence[str]) -> None:
        self._names = frozenset(names)

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """As the import system calls it."""
        spec = PathFinder.find_spec(fullname, path) if fullname in self._names else None
        if spec is not None and spec.loader is not None:
            spec.loader = LazyLoader(spec.loader)
        return spec
