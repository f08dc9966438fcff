"""The page "Studio": draws the room that the address names."""

from __future__ import annotations

import streamlit as st

from posture.errors import AccessError, NotFoundError, PostureError, StudioLockedError
from posture.i18n.language import tr
from posture.installation import install_command, missing_extras
from posture.ui.check.start_over import start_over
from posture.ui.live.cameras import release_cameras
from posture.ui.shared import theme
from posture.ui.studio import where
from posture.ui.studio.attempt import show_error, show_failure

_STYLE = """
/* Big enough for a finger. */
.stMainBlockContainer :is([data-testid=stButton], [data-testid=stDownloadButton]) button {
  min-height: 2.9rem;
}
.st-key-studio_rows [data-testid=stButton] button { justify-content: flex-start; text-align: left; }
.stMainBlockContainer .st-key-studio_rows button[data-testid=stBaseButton-tertiary] {
  min-height: 2rem; padding: 0;
}
.st-key-studio_rows [data-testid=stButton] button p { overflow-wrap: anywhere; }
.stMainBlockContainer h1 { font-size: 1.9rem; padding: 0.2rem 0 0.6rem; overflow-wrap: anywhere; }
.stMainBlockContainer .stMarkdown { overflow-wrap: anywhere; }
@media (max-width: 640px) { .stMainBlockContainer h1 { font-size: 1.5rem; } }
"""


def page() -> None:
    """Draw the page."""
    theme.apply_style()
    st.html(f"<style>{_STYLE}</style>")
    if "studio" in missing_extras():
        st.title(tr("Studio"))
        st.info(
            tr("For clients, visits and reports run: {command}").format(
                command=f"`{install_command('studio')}`"
            )
        )
        return
    if where.is_left():
        start_over()
        where.go_to_the_list()
    elif where.is_behind():
        where.go_to_the_list()
    show_failure()
    try:
        _room()
    except NotFoundError as error:
        release_cameras()
        leave_lost_client()
        _error(error)
    except AccessError as error:
        _error(error)
        # Reached without a login too: how this computer gets in stands there.
        where.show_way(
            tr("Connect a tablet or phone"),
            icon=":material/qr_code_2:",
            key="studio_tablet",
            room="tablet",
        )
    except StudioLockedError as error:
        _locked(error)
    except PostureError as error:
        _error(error)


def _locked(error: StudioLockedError) -> None:
    # Only here: the optional part may be missing.
    from posture.ui.studio.settings.encryption import show_unlock

    st.title(tr("Studio"))
    show_error(error)
    show_unlock()


def leave_lost_client() -> None:
    """Forget a client who is erased, or no longer shared: nothing of them stays on any page."""
    # Without the optional part there is none.
    if "studio" in missing_extras():
        return
    from posture.ui.studio.visit.open_visit import is_lost

    if is_lost():
        start_over()


def keep_open_visit() -> None:
    """Store what any page has changed of the open visit, such as points and answers."""
    # Without the optional part there is none.
    if "studio" in missing_extras():
        return
    from posture.ui.studio.visit.open_visit import keep_visit

    try:
        keep_visit()
    except PostureError as error:
        show_error(error)


def _room() -> None:
    # Only here: the optional part may be missing.
    from posture.ui.studio import group
    from posture.ui.studio.clients import client, clients, exchange
    from posture.ui.studio.settings import accounts, encryption, settings, tablet, trail
    from posture.ui.studio.visit import visit

    room = where.asked(where.ROOM)
    if where.asked(where.VISIT) or room == "visit":
        visit.show()
        return
    release_cameras()
    rooms = {
        "group": group.show,
        "exchange": exchange.show,
        "settings": settings.show,
        "accounts": accounts.show,
        "trail": trail.show,
        "tablet": tablet.show,
        "encryption": encryption.show,
    }
    if room in rooms:
        rooms[room]()
    elif where.asked(where.CLIENT):
        client.show(where.asked(where.CLIENT))
    else:
        clients.show()


def _error(error: PostureError) -> None:
    show_error(error)
    where.show_way(tr("All clients"), icon=":material/arrow_back:", key="studio_back")
