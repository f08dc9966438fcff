"""A day with a group: names in, photos of whoever stands next, an overview, one ZIP of reports."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from posture.errors import PhotoError
from posture.i18n.language import format_day, language, tr
from posture.limits import GROUP_MEGABYTES
from posture.photo.formats import ENDINGS
from posture.photo.load import load
from posture.studio.consent import COVERS, SENTENCES
from posture.studio.group.bundle import day_reports
from posture.studio.group.day import begin_day, confirm_day, read_day, take
from posture.studio.group.names import read_names
from posture.studio.group.overview import find_overview, next_in_queue
from posture.studio.records import LONGEST_TEXT
from posture.ui.shared.images import encode_thumbnail
from posture.ui.shared.language_choice import chosen_language
from posture.ui.shared.markdown import escape, escape_label
from posture.ui.studio import where
from posture.ui.studio.attempt import attempt, attempt_change
from posture.ui.studio.current import records, today
from posture.ui.studio.group_overview import show_overview

if TYPE_CHECKING:
    from collections.abc import Sequence

    from posture.studio.group.day import Person
    from posture.studio.group.overview import Row

DAY = "day"
"""Of the page's address: ids of the people, so that a reload goes on with the same list."""

_NAMES, _AGREED = "group_names", "group_agreed"
_CHOSEN, _ROUND, _SAID, _ROWS, _ZIP = (
    "group_chosen",
    "group_round",
    "group_said",
    "group_rows",
    "group_zip",
)

_SMALL_PX = 96


@dataclass(frozen=True, slots=True)
class _Kept:
    """Of whom photos were just kept, the photos, small, and who has one of them, too."""

    name: str
    pictures: tuple[bytes, ...]
    also: tuple[str, ...]


def show() -> None:
    """Draw the day."""
    st.title(tr("Group day"))
    ids = tuple(filter(None, where.asked(DAY).split(".")))
    if not ids:
        _begin()
        return
    where.remember_day(where.asked(DAY))
    people = read_day(records(), ids, today())
    rows = _rows(people)
    _progress(rows)
    here = _queue(people, rows, ids)
    show_overview(rows, here)
    _end(people, rows)


def _begin() -> None:
    where.show_way(tr("All clients"), icon=":material/arrow_back:", key="group_back")
    st.text_area(
        tr("Names, a person a line; the year of birth may follow"),
        placeholder=tr("Ana Ruiz, 1980"),
        height=220,
        max_chars=LONGEST_TEXT,
        key=_NAMES,
    )
    st.file_uploader(
        tr("Or a file with such lines (CSV or text)"),
        ["csv", "txt"],
        key="group_csv",
        max_upload_size=GROUP_MEGABYTES,
    )
    st.markdown("\n".join(f"- {escape(SENTENCES[one])}" for one in COVERS))
    st.checkbox(tr("Everybody on the list has agreed to this"), key=_AGREED)
    st.button(
        tr("Begin the day"),
        type="primary",
        icon=":material/play_arrow:",
        key="group_begin",
        on_click=attempt,
        args=(_start,),
    )
    st.caption(tr("Whoever has not agreed can do so on their own page before the first photo."))


def _start() -> None:
    state = st.session_state
    file = state.get("group_csv")
    text = str(state.get(_NAMES, ""))
    if file is not None:
        text = f"{text}\n{file.getvalue().decode('utf-8-sig', 'replace')}"
    people = read_names(text, chosen_language())
    if people:
        covers = COVERS if state.get(_AGREED) else ()
        ids = begin_day(records(), people, today(), covers)
        where.go(room="group", day=".".join(ids))


def _rows(people: Sequence[Person]) -> tuple[Row, ...]:
    """The overview, made anew only after a change: it reads every analysis."""
    refused = records().retakes([one.client.id for one in people], today())
    versions = tuple(
        (one.client.id, one.client.version, one.visit and (one.visit.id, one.visit.version))
        for one in people
    )
    key = (language(), versions, tuple(sorted(refused.items())))
    kept = st.session_state.get(_ROWS)
    if kept is None or kept[0] != key:
        kept = st.session_state[_ROWS] = (key, find_overview(people, refused))
    return kept[1]


def _progress(rows: Sequence[Row]) -> None:
    there = sum(one.state in ("done", "check") for one in rows)
    words = tr("{day}: {there} of {count} have their photo").format(
        day=format_day(today()), there=there, count=len(rows)
    )
    st.progress(there / len(rows), text=escape(words))


def _queue(people: Sequence[Person], rows: Sequence[Row], ids: Sequence[str]) -> str | None:
    """Whoever stands next, or None: their name, and the place for their photos."""
    chosen: str | None = st.session_state.get(_CHOSEN)
    here = chosen if chosen in ids else next_in_queue(rows, ids)
    _said()
    person = next((one for one in people if one.client.id == here), None)
    if person is None:
        st.info(tr("Everybody has their photo."), icon=":material/done_all:")
        _choose(people, None)
        return None
    with st.container(border=True, key="group_next"):
        st.caption(tr("Now"))
        st.header(escape(person.client.details.name), anchor="next")
        row = next(one for one in rows if one.client_id == here)
        for remedy in row.remedies if row.state == "retake" else ():
            st.warning(escape(remedy), icon=":material/replay:")
        if not person.client.may_store_photos:
            st.warning(tr("This person has not agreed yet that photos are kept."))
            where.show_way(
                tr("To the client"), icon=":material/person:", key="group_client", client=here or ""
            )
        else:
            _photos(person, [one for one in people if one is not person])
        _choose(people, here)
    return here


def _said() -> None:
    """Of whom photos were just kept, and which: whoever took the wrong one sees it at once."""
    kept: _Kept | None = st.session_state.pop(_SAID, None)
    if kept is None:
        return
    words = tr("Photos kept of {name}: {count}.").format(name=kept.name, count=len(kept.pictures))
    with st.container(horizontal=True, vertical_alignment="center", key="group_kept"):
        for picture in kept.pictures:
            st.image(picture, width=_SMALL_PX, alt=kept.name)  # pyright: ignore[reportCallIssue]
        st.success(escape(words), icon=":material/check:")
    for name in kept.also:
        words = tr("The same photo was kept of {name}. Please look whose it is.")
        st.warning(escape(words.format(name=name)), icon=":material/person_search:")


def _photos(person: Person, others: Sequence[Person]) -> None:
    round_ = st.session_state.get(_ROUND, 0)
    key = f"group_files_{person.client.id}_{round_}"
    st.file_uploader(
        tr("One to three photos: side, front, back"),
        type=ENDINGS,
        accept_multiple_files=True,
        key=key,
    )
    files = st.session_state.get(key) or []
    given = [(one.name, one.getvalue()) for one in files]
    if st.toggle(tr("Use the camera of this device"), key="group_camera"):
        shot = st.camera_input(
            tr("Photo from the side, head to feet"),
            key=f"group_shot_{person.client.id}_{round_}",
            resolution="1080p",
        )
        if shot is not None:
            given.append((tr("Camera") + ".jpg", shot.getvalue()))
    if given:
        _take(person, given, others)


def _take(person: Person, given: Sequence[tuple[str, bytes]], others: Sequence[Person]) -> None:
    """Analyse and keep the photos; the next one stands there afterwards, unless one is refused."""
    reasons: list[str] = []
    kept: dict[str, bytes] = {}
    with st.spinner(tr("Looking at the picture …")):
        found = take(records(), person, given, today())
        for (name, data), taken in zip(given, found, strict=True):
            if isinstance(taken, PhotoError):
                reasons.append(f"{taken.message} {taken.remedy}".strip())
                continue
            if taken.photo is not None:
                kept[taken.photo.sha256] = encode_thumbnail(load(data, name=name))
            reasons += [f"{tr(one.text)} {tr(one.remedy)}" for one in taken.reasons]
    records().save_retake(person.client.id, today(), tuple(dict.fromkeys(reasons)))
    if kept and not reasons:
        also = tuple(
            one.client.details.name for one in others if not kept.keys().isdisjoint(_hashes(one))
        )
        st.session_state[_SAID] = _Kept(person.client.details.name, tuple(kept.values()), also)
        st.session_state.pop(_CHOSEN, None)
    else:
        st.session_state[_CHOSEN] = person.client.id
    st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1
    st.rerun()


def _hashes(person: Person) -> set[str]:
    return set() if person.visit is None else {photo.sha256 for photo in person.visit.photos}


def _choose(people: Sequence[Person], here: str | None) -> None:
    """Anybody else of the list, out of turn."""
    names = {one.client.id: one.client.details.name for one in people}
    round_ = st.session_state.get(_ROUND, 0)
    st.selectbox(
        tr("Somebody else first") if here else tr("Somebody again"),
        [one for one in names if one != here],
        index=None,
        format_func=lambda id: escape_label(names[id]),
        placeholder=tr("Nobody chosen"),
        key=f"group_other_{here}_{round_}",
        on_change=attempt_change,
        args=(f"group_other_{here}_{round_}", _other),
    )


def _other(chosen: str | None) -> None:
    st.session_state[_CHOSEN] = chosen


def _end(people: Sequence[Person], rows: Sequence[Row]) -> None:
    """Save all visits, and one ZIP of the reports."""
    drafts = [one for one in people if one.visit is not None and one.visit.draft]
    ready = [one for one in people if one.visit is not None and not one.visit.draft]
    with st.container(horizontal=True):
        if drafts:
            st.button(
                tr("Save one visit")
                if len(drafts) == 1
                else tr("Save {count} visits").format(count=len(drafts)),
                type="primary",
                icon=":material/check:",
                key="group_save",
                on_click=attempt,
                args=(confirm_day, records(), drafts),
            )
        if ready and st.button(
            tr("Make one report")
            if len(ready) == 1
            else tr("Make {count} reports").format(count=len(ready)),
            icon=":material/folder_zip:",
            key="group_reports",
        ):
            _make(ready)
        made = st.session_state.get(_ZIP)
        if made is not None and made[0] == _key(ready):
            name = tr("reports") + f"_{today().isoformat()}.zip"
            st.download_button(
                tr("Save the ZIP"),
                made[1],
                name,
                "application/zip",
                icon=":material/download:",
                on_click="ignore",
                key="group_zip_save",
            )
        where.show_way(tr("All clients"), icon=":material/groups:", key="group_all")


def _make(ready: Sequence[Person]) -> None:
    place = st.empty()

    def report(done: int) -> None:
        place.progress(done / len(ready), text=tr("Writing the report …"))

    st.session_state[_ZIP] = (_key(ready), day_reports(records(), ready, today(), report=report))
    place.empty()


def _key(ready: Sequence[Person]) -> tuple[object, ...]:
    return tuple((one.visit.id, one.visit.version) for one in ready if one.visit is not None)
