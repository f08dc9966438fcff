"""Files of pages (pictures, downloads) that only the login may have for which they were made.

Streamlit names a file by its content, so that its address is the same for everyone who knows the
content, and gives it to whoever asks. Here the address begins with the login.
"""

from __future__ import annotations

from contextvars import ContextVar
from threading import Lock
from typing import TYPE_CHECKING, Any

from streamlit.runtime.media_file_storage import MediaFileStorage, MediaFileStorageError
from streamlit.runtime.memory_media_file_storage import MemoryMediaFileStorage
from streamlit.runtime.scriptrunner import get_script_run_ctx

from posture.ui.serve.served import LOGIN

if TYPE_CHECKING:
    from collections.abc import Callable

    from streamlit.runtime.media_file_manager import MediaFileManager
    from streamlit.runtime.media_file_storage import MediaFileKind
    from streamlit.runtime.memory_media_file_storage import MemoryFile

ENDPOINT = "/media"

_DOWNLOADING: ContextVar[str] = ContextVar("downloading", default="")
"""Login for which a file is made outside of a page's run."""


class LoginMedia(MediaFileStorage):
    """One store of files for each login; a file's id is ``LOGIN-CONTENT``."""

    def __init__(self) -> None:
        self._stores: dict[str, MemoryMediaFileStorage] = {}
        self._lock = Lock()

    def load_and_get_id(
        self,
        path_or_data: str | bytes,
        mimetype: str,
        kind: MediaFileKind,
        filename: str | None = None,
    ) -> str:
        """Keep a file for whoever is signed in where it is made."""
        login = current_login()
        with self._lock:
            store = self._stores.setdefault(login, MemoryMediaFileStorage(ENDPOINT))
        return f"{login}-{store.load_and_get_id(path_or_data, mimetype, kind, filename)}"

    def get_file(self, filename: str) -> MemoryFile:
        """A file by its name in the address."""
        store, name = self._found(filename)
        return store.get_file(name)

    def get_url(self, file_id: str) -> str:
        """Address of a file."""
        store, name = self._found(file_id)
        ending = store.get_url(name).removeprefix(f"{ENDPOINT}/{name}")
        return f"{ENDPOINT}/{file_id}{ending}"

    def delete_file(self, file_id: str) -> None:
        """Delete a file, if it is there."""
        login, _, name = file_id.partition("-")
        if login in self._stores:
            self._stores[login].delete_file(name)

    def _found(self, file_id: str) -> tuple[MemoryMediaFileStorage, str]:
        login, _, name = file_id.partition("-")
        try:
            return self._stores[login], name
        except KeyError:
            raise MediaFileStorageError(f"no file {file_id}") from None


def current_login() -> str:
    """The login for which a file is made; empty, and so for nobody, outside of every page."""
    context = get_script_run_ctx(suppress_warning=True)
    if context is None:
        return _DOWNLOADING.get()
    return str(context.user_info.get(LOGIN) or "")


def keep_login_of_downloads(manager: MediaFileManager) -> None:
    """Let files that are made when their button is pressed belong to the login of the button."""
    add: Callable[..., str] = manager.add_deferred

    def add_deferred(data_callable: Callable[[], Any], *args: Any, **options: Any) -> str:
        login = current_login()

        def made() -> Any:
            _DOWNLOADING.set(login)
            return data_callable()

        return add(made, *args, **options)

    manager.add_deferred = add_deferred  # pyright: ignore[reportAttributeAccessIssue]
