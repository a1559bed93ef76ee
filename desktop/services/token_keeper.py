"""Keeps a session over the end of the program: in the system's own keyring, or not at all."""

from collections.abc import Callable

import structlog
from keyring.backend import KeyringBackend, get_all_keyring
from keyring.errors import KeyringError, PasswordDeleteError
from PySide6.QtCore import QLockFile, QObject

from desktop.services.background import Background
from desktop.services.preferences import config_folder

log = structlog.stdlib.get_logger(__name__)
_OF_THE_SYSTEM = (
    "keyring.backends.SecretService",
    "keyring.backends.kwallet",
    "keyring.backends.libsecret",
    "keyring.backends.macOS",
    "keyring.backends.Windows",
)
"""Others that may be installed keep their secrets in a file."""
_SERVICE = "ventanilla"
CLOSING_S = 1.0
FindKeyring = Callable[[], KeyringBackend | None]


def system_keyring() -> KeyringBackend | None:
    """Return the keyring of whoever uses this computer, None where there is none. It may take a while."""
    found = [one for one in get_all_keyring() if type(one).__module__.startswith(_OF_THE_SYSTEM)]
    return max(found, key=lambda one: one.priority, default=None)


class TokenKeeper(QObject):
    """Loads, saves and forgets the refresh token for one service; all of it beside the window.

    One console of a person at a time: two that went on with the same token would end each other's session.
    What the keyring refuses is told in the log, and the person signs in by hand.
    """

    def __init__(self, url: str, find: FindKeyring = system_keyring, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._url = url
        self._find = find
        self._keyring: KeyringBackend | None = None
        self._background = Background(self)
        folder = config_folder()
        folder.mkdir(parents=True, exist_ok=True)
        self._lock = QLockFile(str(folder / "kept-session.lock"))
        self._lock.setStaleLockTime(0)

    def load(self, done: Callable[[bool, str], None]) -> None:
        """Call ``done`` with whether a token can be kept here, and the kept one, "" where there is none."""
        if not self._lock.isLocked() and not self._lock.tryLock(0):
            done(False, "")
            return
        self._background.run(self._look, lambda found: done(*found), lambda _error: done(False, ""))

    def save(self, token: str) -> None:
        """Keep this token in place of the one before."""
        self._soon(lambda keyring: keyring.set_password(_SERVICE, self._url, token))

    def forget(self) -> None:
        """Keep nothing any more."""
        self._soon(lambda keyring: keyring.delete_password(_SERVICE, self._url))

    def close(self) -> None:
        """Do what is waiting, for a second at most, and no more."""
        self._background.close(CLOSING_S)
        self._lock.unlock()

    def _soon(self, work: Callable[[KeyringBackend], None]) -> None:
        self._background.run(lambda: self._try(work), lambda _worked: None)

    def _look(self) -> tuple[bool, str]:
        self._keyring = self._find()
        found: list[str] = []
        works = self._try(lambda keyring: found.append(keyring.get_password(_SERVICE, self._url) or ""))
        return works, found[0] if found else ""

    def _try(self, work: Callable[[KeyringBackend], None]) -> bool:
        if self._keyring is None:
            return False
        try:
            work(self._keyring)
        except PasswordDeleteError:
            return True  # there was none
        except KeyringError as error:
            log.warning("the keyring refuses", reason=type(error).__name__)
            return False
        return True
