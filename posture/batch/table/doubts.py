"""What of the photos that are asked for is likely a slip: names, sexes and dates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from posture.batch.table.ledger import Ledger

_TWO_SEXES = """
SELECT person, min(CASE sex WHEN 'female' THEN line END) AS female,
    min(CASE sex WHEN 'male' THEN line END) AS male
FROM asked WHERE person <> '' GROUP BY person HAVING count(DISTINCT sex) > 1
ORDER BY max(female, male)
"""
# The content stands in the key before the dash.
_TWO_NAMES = """
SELECT min(person), max(person) FROM asked JOIN done USING (path)
WHERE person <> '' AND status IN ('analysed', 'refused')
GROUP BY substr(key, 1, instr(key, '-') - 1) HAVING min(person) <> max(person) ORDER BY 1, 2
"""
_SPELLINGS = """
SELECT min({column}), max({column}) FROM asked WHERE {column} <> ''
GROUP BY replace(lower({column}), ' ', '') HAVING min({column}) <> max({column}) ORDER BY 1
"""
# The clock of another place may be a day ahead.
_FUTURE = "SELECT line FROM asked WHERE day > date('now', '+1 day') ORDER BY line"


@dataclass(frozen=True, slots=True)
class Doubts:
    """What is told at the end of a run; all of it can be corrected at no cost.

    Attributes
    ----------
    two_names : sequence of tuple
        Pairs of names under which the same photo stands.
    spellings : sequence of tuple
        Pairs of names, or of groups, that differ in capitals or blanks alone.
    future : sequence of int
        Lines of the manifest whose date has not come yet.
    """

    two_names: Sequence[tuple[str, str]] = ()
    spellings: Sequence[tuple[str, str]] = ()
    future: Sequence[int] = ()


def find_doubts(ledger: Ledger) -> Doubts:
    """Look for slips among all photos of a run."""
    return Doubts(
        [(one, other) for one, other in ledger.select(_TWO_NAMES)],
        [
            (one, other)
            for column in ("person", "team")
            for one, other in ledger.select(_SPELLINGS.format(column=column))
        ],
        [line for (line,) in ledger.select(_FUTURE)],
    )


def two_sexes(ledger: Ledger) -> list[tuple[str, int, int]]:
    """People with two sexes: the name and a line with each, the earlier one first."""
    return [(name, min(lines), max(lines)) for name, *lines in ledger.select(_TWO_SEXES)]
