"""The audit trail: who saw and changed what, and who signed in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from posture.i18n.language import TranslatedTable, format_moment, mark, tr
from posture.studio.client_rows import every_client
from posture.studio.records import LOCAL
from posture.studio.retention import RETENTION
from posture.studio.store.records.limits import is_id
from posture.ui.studio.current import records
from posture.ui.studio.settings.accounts import accounts
from posture.ui.studio.settings.heads import show_owner_head

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from posture.studio.records import AuditEntry

_SHOWN = 200
_STATE = "state"
"""Of the visit, in the details of an entry."""
_SHORT = 8
"""Characters of an id that are shown."""

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
    show_entries(records().audit(limit=_SHOWN), _client_names())


def show_entries(entries: Sequence[AuditEntry], clients: Mapping[str, str] | None = None) -> None:
    """Draw entries as a table.

    Parameters
    ----------
    entries : sequence of AuditEntry
    clients : mapping of str to str, optional
        Names by id, for entries of several clients; the trail itself holds none.
    """
    if not entries:
        st.caption(tr("There is no entry."))
        return
    names = {one.id: one.name for one in accounts().all()}
    names |= {
        LOCAL.account_id: tr("at the studio's computer"),
        RETENTION.account_id: tr("the studio's setting of how long clients are kept"),
        "": tr("unknown name"),
    }
    shown: list[dict[str, str]] = []
    for one in entries:
        row = {
            tr("When"): format_moment(one.at.astimezone()),
            tr("What"): _action(one),
        }
        if clients is not None:
            row[tr("Client")] = _named(one.client_id or "", clients)
        row[tr("Who")] = _named(one.account_id, names)
        row[tr("More")] = ", ".join(
            _named(value, names) for key, value in one.details.items() if key != _STATE
        )
        shown.append(row)
    st.dataframe(shown, hide_index=True, width="stretch")


def _action(one: AuditEntry) -> str:
    """What was done; a visit that is not confirmed yet is kept with every change."""
    if one.action == "visit.saved" and one.details.get(_STATE) == "draft":
        return tr("draft kept")
    return ACTIONS.get(one.action, one.action)


def _client_names() -> dict[str, str]:
    return {row.id: row.name for row in every_client(records())}


def _named(text: str, names: Mapping[str, str]) -> str:
    """A name for an id; the beginning of the id of a visit, and of who is not there any more."""
    if text in names:
        return names[text]
    return f"{text[:_SHORT]} …" if is_id(text) else text
