"""The audit trail: who saw and changed what, and who signed in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from posture.i18n.language import TranslatedTable, format_moment, mark, tr
from posture.studio.records import LOCAL
from posture.studio.retention import RETENTION
from posture.ui.studio.current import records
from posture.ui.studio.settings.accounts import accounts
from posture.ui.studio.settings.heads import show_owner_head

if TYPE_CHECKING:
    from collections.abc import Sequence

    from posture.studio.records import AuditEntry

_SHOWN = 200

ACTIONS = TranslatedTable(
    {
        "clients.listed": mark("list of clients seen"),
        "client.added": mark("client added"),
        "client.seen": mark("client seen"),
        "client.changed": mark("client changed"),
        "client.shared": mark("who sees the client changed"),
        "client.erased": mark("client erased"),
        "consent.given": mark("consent given"),
        "consent.withdrawn": mark("consent withdrawn"),
        "visit.seen": mark("visit seen"),
        "visit.saved": mark("visit saved"),
        "visit.deleted": mark("visit deleted"),
        "photo.seen": mark("photo seen"),
        "profile.changed": mark("settings changed"),
        "exercise.saved": mark("own exercise saved"),
        "exercise.deleted": mark("own exercise deleted"),
        "login.begun": mark("signed in"),
        "login.ended": mark("signed out"),
        "login.ended_everywhere": mark("signed out everywhere"),
        "login.refused": mark("sign-in refused"),
        "login.has_to_wait": mark("sign-in has to wait after wrong passwords"),
        "account.added": mark("account added"),
        "account.role_changed": mark("role of an account changed"),
        "account.locked": mark("account locked"),
        "account.unlocked": mark("account unlocked"),
        "account.password_changed": mark("own password changed"),
        "account.password_set": mark("password of an account set"),
        "backup.made": mark("backup made"),
        "backup.restored": mark("backup restored"),
    }
)
"""What was done, in words."""


def show() -> None:
    """Draw the trail of the whole studio; an owner alone may see it.

    Raises
    ------
    AccessError
        To anyone else.
    """
    show_owner_head(tr("Audit trail"))
    st.markdown(
        tr(
            "Who saw and changed what, newest first. Whoever looks at the same record again "
            "within 15 minutes stands here once."
        )
    )
    show_entries(records().audit(limit=_SHOWN))


def show_entries(entries: Sequence[AuditEntry]) -> None:
    """Draw entries as a table."""
    if not entries:
        st.caption(tr("There is no entry."))
        return
    names = {one.id: one.name for one in accounts().all()}
    names |= {
        LOCAL.account_id: tr("at the studio's computer"),
        RETENTION.account_id: tr("the studio's setting of how long clients are kept"),
        "": tr("unknown name"),
    }
    st.dataframe(
        [
            {
                tr("When"): format_moment(one.at.astimezone()),
                tr("Who"): names.get(one.account_id, one.account_id),
                tr("What"): ACTIONS.get(one.action, one.action),
                tr("Client"): one.client_id or "",
                tr("More"): _more(one, names),
            }
            for one in entries
        ],
        hide_index=True,
        width="stretch",
    )


def _more(entry: AuditEntry, names: dict[str, str]) -> str:
    """Ids and counts; accounts by name."""
    return ", ".join(names.get(value, value) for value in entry.details.values())
