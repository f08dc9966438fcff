"""Changes to inputs that keep enough of their format to get past the first check."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

_NUMBERS = (0, 1, -1, 0.5, 1e300, -1e300, 1e-320, 2**31, 2**63, 10**400, math.nan, math.inf)
_TEXTS = (
    "",
    "a" * 5000,
    "\ud800",
    "\0",
    "\u202egpj",
    "=1+1",
    "<script>",
    "../../x",
    "9999-12-31T23:59:59+23:59",
    "{0.__class__}",
    "NaN",
    "1,5",
)
_DEEP = "deep"
"""Stands in a document for lists in lists, which Python cannot write."""

_WORDS = (0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF)


def mutate_bytes(data: bytes, dice: Random) -> bytes:
    """Flip, overwrite, cut, repeat or remove some bytes."""
    changed = bytearray(data)
    for _ in range(dice.choice((1, 1, 1, 2, 4))):
        dice.choice((_flip, _overwrite, _remove, _repeat, _cut, _insert))(changed, dice)
    return bytes(changed)


def mutate_lines(data: bytes, dice: Random, tokens: Sequence[str]) -> bytes:
    """Change a table or another text of lines, with tokens of its format."""
    if dice.random() < 0.3:
        return mutate_bytes(data, dice)
    lines = data.split(b"\n")
    at = dice.randrange(len(lines))
    match dice.randrange(5):
        case 0:
            lines.insert(at, dice.choice(lines))
        case 1:
            del lines[at]
        case 2:
            separator = dice.choice((b",", b";", b"\t"))
            cells = lines[at].split(separator)
            cells[dice.randrange(len(cells))] = _token(dice, tokens)
            lines[at] = separator.join(cells)
        case 3:
            where = dice.randrange(len(lines[at]) + 1)
            lines[at] = lines[at][:where] + _token(dice, tokens) + lines[at][where:]
        case _:
            old, new = dice.sample((b",", b";", b"\t", b'"', b"\n", b"\r", b"."), 2)
            return data.replace(old, new, dice.randrange(1, 4))
    return b"\n".join(lines)


def mutate_json(data: bytes, dice: Random, tokens: Sequence[str] = ()) -> bytes:
    """Change one value or key anywhere in a JSON document; bytes where it is none."""
    if dice.random() < 0.1:
        return mutate_bytes(data, dice)
    try:
        document = json.loads(data)
    except (ValueError, RecursionError):
        return mutate_bytes(data, dice)
    if b"[" * 100 in data:
        # Nested so deep that writing it may fail.
        return mutate_bytes(data, dice)
    for _ in range(dice.choice((1, 1, 2, 3))):
        document = _changed(document, dice, tokens)
    # Python writes NaN and halves of surrogate pairs, which others may send as well.
    text = json.dumps(document, ensure_ascii=dice.random() < 0.5)
    levels = dice.choice((3, 100, 3000))
    text = text.replace(f'"{_DEEP}"', "[" * levels + "]" * levels)
    return text.encode("utf-8", "surrogatepass")


def _changed(node: Any, dice: Random, tokens: Sequence[str]) -> Any:
    """The node with a change in it or in one of those below, near the root as likely as deep."""
    if not isinstance(node, (dict, list)) or not node or dice.random() < 0.15:
        return _other(node, dice, tokens)
    if isinstance(node, list):
        at = dice.randrange(len(node))
        match dice.randrange(6):
            case 0:
                return [*node[:at], *node[at + 1 :]]
            case 1:
                return [*node, dice.choice(node)]
            case _:
                return [*node[:at], _changed(node[at], dice, tokens), *node[at + 1 :]]
    key = dice.choice(list(node))
    match dice.randrange(8):
        case 0:
            return {name: value for name, value in node.items() if name != key}
        case 1:
            return node | {str(_other("", dice, tokens)): node[key]}
        case 2:
            return node | {dice.choice(list(node)): node[key]}
        case _:
            return node | {key: _changed(node[key], dice, tokens)}


def _other(node: Any, dice: Random, tokens: Sequence[str]) -> Any:
    texts = [*_TEXTS, *tokens, *tokens]
    if isinstance(node, (int, float)) and dice.random() < 0.7:
        return dice.choice((*_NUMBERS, node + 1, -node, str(node)))
    if isinstance(node, str) and dice.random() < 0.7:
        return dice.choice((*texts, node + dice.choice(texts), node[:-1]))
    return dice.choice((None, True, [], {}, "x", 0, [node], {"x": node}, _DEEP))


def _token(dice: Random, tokens: Sequence[str]) -> bytes:
    return dice.choice((*_TEXTS, *tokens, *tokens)).encode("utf-8", "surrogatepass")


def _flip(data: bytearray, dice: Random) -> None:
    if data:
        data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)


def _overwrite(data: bytearray, dice: Random) -> None:
    size = dice.choice((1, 2, 4, 8))
    if len(data) >= size:
        at = dice.randrange(len(data) - size + 1)
        word = dice.choice(_WORDS) & (256**size - 1)
        data[at : at + size] = word.to_bytes(size, dice.choice(("big", "little")))


def _remove(data: bytearray, dice: Random) -> None:
    at = dice.randrange(len(data) + 1)
    del data[at : at + dice.choice((1, 2, 4, 16, 256))]


def _repeat(data: bytearray, dice: Random) -> None:
    at = dice.randrange(len(data) + 1)
    part = data[at : at + dice.choice((1, 4, 16, 64))]
    data[at:at] = part * dice.choice((1, 2, 16))


def _cut(data: bytearray, dice: Random) -> None:
    del data[dice.randrange(len(data) + 1) :]


def _insert(data: bytearray, dice: Random) -> None:
    at = dice.randrange(len(data) + 1)
    data[at:at] = dice.randbytes(dice.choice((1, 2, 4, 16)))
