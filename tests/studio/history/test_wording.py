"""Words for a client's course."""

from __future__ import annotations

from datetime import date

from posture.i18n.language import use_language
from posture.studio.history.wording import short_days


def test_several_visits_of_one_day_are_numbered():
    days = [date(2026, 3, 1), date(2026, 5, 2), date(2026, 5, 2)]
    assert short_days(days) == ["Mar 1, 2026", "May 2, 2026 (1)", "May 2, 2026 (2)"]
    with use_language("de"):
        assert short_days(days)[1:] == ["02.05.2026 (1)", "02.05.2026 (2)"]
