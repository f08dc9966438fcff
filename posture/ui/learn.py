"""The page "Learn": short texts with drawings, and tables of errors, evidence and red flags."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import streamlit as st

from posture.assess.knowledge import knowledge
from posture.body.frontal.errors import level_data, level_errors
from posture.body.frontal.view import LINES
from posture.i18n.language import format_number, language, tr
from posture.present.figures.figures import body_map_svg
from posture.present.learn.accuracy import accuracy
from posture.present.learn.pages import PAGES, Page, Part, read_page
from posture.present.wording import URGENCIES
from posture.ui.check.photo.samples import SAMPLES
from posture.ui.shared import theme
from posture.ui.shared.images import show_drawing
from posture.ui.shared.markdown import escape, keep_together, nonbreaking

if TYPE_CHECKING:
    from posture.body.frontal.view import FrontalSide

_NUMBER = tuple("0123456789-±")
"""First characters of a number in a table."""

_VIEWS: tuple[FrontalSide, FrontalSide] = ("front", "back")


def page() -> None:
    """Draw the list of pages and the chosen page."""
    theme.apply_style()
    st.title(tr("Learn"))
    pages = {name: read_page(name, language()) for name in PAGES}
    # No default in the widget: the button at the end of a page sets the same key.
    st.session_state.setdefault("learn_page", PAGES[0])
    chosen = st.pills(
        tr("Pages"),
        list(PAGES),
        format_func=lambda name: pages[name].title,
        label_visibility="collapsed",
        required=True,
        key="learn_page",
    )
    _show_page(pages[chosen or PAGES[0]])
    _next_page_button(chosen or PAGES[0], pages)
    _begin_at_the_top(chosen or PAGES[0])


def _begin_at_the_top(name: str) -> None:
    """Scroll to the top of a page; the button that led to it stands at the end of the one before.

    The name makes a script of its own for each page: the browser runs it once.
    """
    scroll = 'document.querySelector("[data-testid=stMain]").scrollTo(0, 0)'
    st.html(
        f"<script>/* {name} */ {scroll}</script>", width="content", unsafe_allow_javascript=True
    )


def _next_page_button(name: str, pages: dict[str, Page]) -> None:
    """Offer the next page at the end of this one."""
    following = PAGES[PAGES.index(name) + 1 :]
    if following:
        st.button(
            tr("Next: {title}").format(title=pages[following[0]].title),
            on_click=_open,
            args=(following[0],),
            key="learn_next",
        )


def _open(name: str) -> None:
    st.session_state["learn_page"] = name


def _show_page(page: Page) -> None:
    # Lines of about 70 letters; the rest is margin.
    text, _ = st.columns([3, 1])
    with text:
        st.header(page.title)
        for part in page.parts:
            _part(part)


def _part(part: Part) -> None:
    if part.kind == "text":
        st.markdown(keep_together(part.content))
    elif part.kind == "figure":
        show_drawing(part.content, part.words, width=380)
        st.caption(escape(part.words))
    elif part.kind == "map":
        _map(part.content)
    elif part.kind == "sample":
        _sample(part)
    else:
        _BLOCKS[part.content]()


def _map(pair: str) -> None:
    words = tr("{title}: the two sides of the pair, in colour.").format(
        title=tr(knowledge().imbalances[pair].title)
    )
    svg = body_map_svg(pair, ink=theme.line_colour())
    st.image(svg, width=420, alt=words)  # pyright: ignore[reportCallIssue]
    st.caption(escape(words))


def _sample(part: Part) -> None:
    path = SAMPLES / f"{part.content}.jpg"
    if path.is_file():
        st.image(str(path), width=260, alt=part.words)  # pyright: ignore[reportCallIssue]
        st.caption(escape(part.words))


def _accuracy() -> None:
    found = accuracy()
    for paragraph in found.paragraphs:
        st.markdown(keep_together(paragraph))
    _table(found.header, list(found.rows))
    st.caption(keep_together(found.note))


def _levels() -> None:
    titles = {"head": tr("Head"), "shoulders": tr("Shoulders"), "pelvis": tr("Pelvis")}
    views = level_data()["views"]
    rows = [
        (titles[line], *(_level_error(views[view]["sd"][line], line, view) for view in _VIEWS))
        for line in LINES
    ]
    _table((tr("Level"), tr("From the front"), tr("From the back")), rows)
    pictures = sum(views[view]["pictures"] for view in views)
    st.caption(
        tr("Measured on {pictures} rendered pictures; each person judged by the others.").format(
            pictures=pictures
        )
    )


def _level_error(sd: float, line: str, view: FrontalSide) -> str:
    return (
        tr("cannot be read")
        if line in level_errors(view).unreadable
        else f"± {format_number(sd, 1)}°"
    )


def _table(header: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    # A number stays on one line with its unit, however narrow its column.
    cells = [(name, *(nonbreaking(n) if n[:1] in _NUMBER else n for n in ns)) for name, *ns in rows]
    lines = [header, ("---", *["---:"] * (len(header) - 1)), *cells]
    st.markdown("\n".join(f"| {' | '.join(line)} |" for line in lines))


def _grades() -> None:
    for record in knowledge().imbalances.values():
        grade = tr("evidence grade {grade}").format(grade=tr(record.grade))
        with st.expander(f"{escape(tr(record.title))}: {escape(grade)}"):
            for lead, claims in (
                (tr("For"), record.evidence_for),
                (tr("Against"), record.evidence_against),
            ):
                st.markdown(f"**{lead}**")
                st.markdown(
                    "\n".join(
                        f"- {escape(tr(c.text))} {escape('[' + knowledge().cite(c) + ']')}"
                        for c in claims
                    )
                )


def _red_flags() -> None:
    records = list(knowledge().screening.values())
    for urgency, heading in URGENCIES.items():
        st.markdown(f"**{escape(tr(heading))}**")
        lines = [
            f"- {escape(tr(r.question))} {escape(tr(r.advice))}"
            for r in records
            if r.urgency == urgency
        ]
        st.markdown("\n".join(lines))


_BLOCKS: dict[str, Callable[[], None]] = {
    "accuracy": _accuracy,
    "levels": _levels,
    "grades": _grades,
    "red_flags": _red_flags,
}
