"""Names that tell the photos of one run apart, also where their files have one name."""

from __future__ import annotations

import itertools
import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence


def shown_names(paths: Sequence[Path]) -> list[str]:
    """File names, with as many folders before them as tell them apart: ``a/side.jpg``.

    Parameters
    ----------
    paths : sequence of Path

    Returns
    -------
    list of str
        One for each; alike only where the same file is given twice.
    """
    forms = (_shown(depth) for depth in range(_deepest(paths) + 1))
    return _apart(paths, list(forms))


def output_names(paths: Sequence[Path]) -> list[str]:
    """Names of output files and folders: the stem, with folders or ending where needed.

    Parameters
    ----------
    paths : sequence of Path

    Returns
    -------
    list of str
        One for each, all different, also on file systems that ignore letter case: ``a-side`` and
        ``b-side``, ``side-jpg`` and ``side-png``; the same file given twice gets a number.
    """
    forms = [form for depth in range(_deepest(paths) + 1) for form in _output_forms(depth)]
    taken: set[str] = set()
    made: list[str] = []
    for name in _apart(paths, forms):
        candidate = next(one for one in numbered(name) if one.casefold() not in taken)
        taken.add(candidate.casefold())
        made.append(candidate)
    return made


def other_names(path: Path) -> Iterator[str]:
    """Further names of one photo's output, for where the first one is taken; without end."""
    for depth in range(1, _deepest([path]) + 1):
        yield _output_forms(depth)[0](path)
    yield from itertools.islice(numbered(_output_forms(0)[0](path)), 1, None)


def numbered(name: str) -> Iterator[str]:
    """A name as it is, then with 2, 3, ...; without end."""
    yield name
    for number in itertools.count(2):
        yield f"{name}-{number}"


def shown_with_folder(path: Path) -> str:
    """The file name after that of its folder: ``a/side.jpg``."""
    return _shown(1)(path)


def _apart(paths: Sequence[Path], forms: Sequence[Callable[[Path], str]]) -> list[str]:
    """Write each path in the first form that tells it from all others alike in the first one."""
    groups: dict[str, set[str]] = {}
    for path in paths:
        groups.setdefault(forms[0](path).casefold(), set()).add(str(_absolute(path)))

    def tells_apart(form: Callable[[Path], str], group: set[str]) -> bool:
        return len({form(Path(path)).casefold() for path in group}) == len(group)

    chosen = {
        name: next((form for form in forms if tells_apart(form, group)), forms[0])
        for name, group in groups.items()
    }
    return [chosen[forms[0](path).casefold()](path) for path in paths]


def _shown(depth: int) -> Callable[[Path], str]:
    return lambda path: "/".join((*_folders(path, depth), path.name or str(path)))


def _output_forms(depth: int) -> tuple[Callable[[Path], str], Callable[[Path], str]]:
    """The stem after ``depth`` folders, without and with the ending of the file."""

    def stem(path: Path) -> str:
        # Windows drops spaces and full stops at the end of a name.
        return "-".join((*_folders(path, depth), path.stem.strip(" ."))) or "photo"

    def whole(path: Path) -> str:
        return "-".join((stem(path), path.suffix.lower().lstrip("."))).rstrip("-")

    return stem, whole


def _folders(path: Path, depth: int) -> tuple[str, ...]:
    """Names of the last ``depth`` folders above a file, the outermost first."""
    above = _absolute(path).parent.parts[1:]
    return above[-depth:] if depth else ()


def _absolute(path: Path) -> Path:
    # Not resolved: a link keeps the name that the person knows.
    return Path(os.path.abspath(path))  # noqa: PTH100


def _deepest(paths: Sequence[Path]) -> int:
    return max((len(_absolute(path).parent.parts) - 1 for path in paths), default=0)
