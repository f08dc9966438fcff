"""The list of clients: find one, add one by typing a name, begin a visit."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import streamlit as st

from posture.i18n.language import format_day, tr
from posture.studio.records import LONGEST_NAME, ClientDetails
from posture.ui.shared.language_choice import chosen_language
from posture.ui.shared.markdown import escape, escape_label
from posture.ui.studio import where
from posture.ui.studio.attempt import attempt
from posture.ui.studio.clients import erased
from posture.ui.studio.current import records

if TYPE_CHECKING:
    from posture.studio.records import ClientRow
    from posture.studio.store.records.client_list import Order

ON_A_PAGE = 20

_TEXT, _ARCHIVED, _ORDER, _OFFSET = (
    "studio_find",
    "studio_archived",
    "studio_order",
    "studio_offset",
)


def show() -> None:
    """Draw the list."""
    st.title(tr("Clients"))
    erased.show()
    text = st.text_input(
        tr("Find a client, or type the name of a new one"),
        max_chars=LONGEST_NAME,
        key=_TEXT,
        type="search",
        placeholder=tr("Search"),
        icon=":material/search:",
        live=True,
        on_change=_from_the_start,
    ).strip()
    offer = st.container()
    # Above the list, which may be long.
    _ways()
    archived, order = _choices()
    found = records().find_clients(
        text,
        archived=archived,
        order=order,
        offset=st.session_state.get(_OFFSET, 0),
        limit=ON_A_PAGE,
    )
    if text:
        with offer:
            _offer_new(text, known=found.total > 0)
    if found.total == 0 and not text:
        _empty(archived)
    with st.container(key="studio_rows", gap="xsmall"):
        for row in found.rows:
            _row(row)
    _paging(found.total)


def describe(row: ClientRow) -> str:
    """Year of birth, number of visits and the last one, in one line."""
    parts: list[str] = []
    if row.year_of_birth is not None:
        parts.append(tr("born {year}").format(year=row.year_of_birth))
    if row.visits == 1:
        parts.append(tr("one visit"))
    elif row.visits:
        parts.append(tr("{count} visits").format(count=row.visits))
    elif not row.drafts:
        parts.append(tr("no visit yet"))
    if row.last_visit is not None:
        parts.append(tr("last on {day}").format(day=format_day(row.last_visit)))
    if row.drafts == 1:
        parts.append(tr("one visit not saved yet"))
    elif row.drafts:
        parts.append(tr("{count} visits not saved yet").format(count=row.drafts))
    return " · ".join(parts)


def show_marks(*, made_up: bool, archived: bool) -> str:
    """Badges of a client, as Markdown; empty for none."""
    marks: list[str] = []
    if made_up:
        words = tr("made up, no real person")
        marks.append(f":violet-badge[{escape(words)}]")
    if archived:
        words = tr("archived")
        marks.append(f":gray-badge[{escape(words)}]")
    return " ".join(marks)


def _from_the_start() -> None:
    st.session_state[_OFFSET] = 0


def _offer_new(name: str, *, known: bool) -> None:
    """Draw the button that adds a client; it stands back where the list has some of that name."""
    st.button(
        tr("New client: {name}").format(name=escape_label(name)),
        icon=":material/person_add:",
        type="tertiary" if known else "primary",
        key="studio_new",
        on_click=attempt,
        args=(_add,),
    )


def _add() -> None:
    # As it is typed now: the button may have been drawn for a part of the name.
    name = str(st.session_state.get(_TEXT, "")).strip()
    client = records().add_client(ClientDetails(name, language=chosen_language()))
    st.session_state[_TEXT] = ""
    where.go(client=client.id, room="visit")


def _choices() -> tuple[bool, Order]:
    named: dict[Order, str] = {"name": tr("By name"), "last_visit": tr("Last visit first")}
    with st.container(horizontal=True, vertical_alignment="center"):
        order = st.segmented_control(
            tr("Order"),
            list(named),
            default="name",
            required=True,
            format_func=named.__getitem__,
            key=_ORDER,
            label_visibility="collapsed",
            on_change=_from_the_start,
        )
        archived = st.toggle(tr("Archived ones"), key=_ARCHIVED, on_change=_from_the_start)
    return archived, cast("Order", order)


def _empty(archived: bool) -> None:
    if archived:
        st.info(tr("No client is archived."))
        return
    away = records().find_clients(archived=True, limit=0).total
    if away:
        st.info(tr("All clients are archived: {count}.").format(count=away))
        return
    st.info(tr("There are no clients yet. Type a name above to begin."))


def _row(row: ClientRow) -> None:
    with (
        st.container(border=True),
        st.container(horizontal=True, vertical_alignment="center", gap="small"),
    ):
        with st.container(gap="xxsmall", width="stretch"):
            st.button(
                f"**{escape_label(row.name)}**",
                key=f"open_{row.id}",
                type="tertiary",
                on_click=where.go,
                kwargs={"client": row.id},
            )
            marks = show_marks(made_up=row.made_up, archived=row.archived)
            st.caption(f"{escape(describe(row))} {marks}")
        st.button(
            tr("New visit"),
            key=f"visit_{row.id}",
            icon=":material/photo_camera:",
            on_click=where.go,
            kwargs={"client": row.id, "room": "visit"},
        )


def _paging(total: int) -> None:
    if total <= ON_A_PAGE:
        return
    offset = st.session_state.get(_OFFSET, 0)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            tr("Previous"),
            icon=":material/chevron_left:",
            disabled=offset == 0,
            on_click=_turn,
            args=(max(0, offset - ON_A_PAGE),),
        )
        words = tr("{first} to {last} of {total}").format(
            first=offset + 1, last=min(offset + ON_A_PAGE, total), total=total
        )
        st.markdown(escape(words), width="content")
        st.button(
            tr("Next"),
            icon=":material/chevron_right:",
            disabled=offset + ON_A_PAGE >= total,
            on_click=_turn,
            args=(offset + ON_A_PAGE,),
        )


def _turn(offset: int) -> None:
    st.session_state[_OFFSET] = offset


def _ways() -> None:
    with st.container(horizontal=True):
        where.show_way_to_the_group()
        where.show_way(tr("Group day"), icon=":material/groups:", key="way_group", room="group")
        where.show_way(
            tr("Import and export"),
            icon=":material/import_export:",
            key="way_exchange",
            room="exchange",
        )
        where.show_way(
            tr("Settings"), icon=":material/settings:", key="way_settings", room="settings"
        )
