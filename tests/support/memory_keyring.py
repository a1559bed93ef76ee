"""A keyring that forgets everything with the test."""

from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked, PasswordDeleteError


class MemoryKeyring(KeyringBackend):
    """Keeps passwords in memory; while ``locked`` it refuses everything, as its owner may."""

    priority = -1.0

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}
        self.locked = False

    def get_password(self, service: str, username: str) -> str | None:
        self._refuse_while_locked()
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._refuse_while_locked()
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._refuse_while_locked()
        if self.kept.pop((service, username), None) is None:
            raise PasswordDeleteError("nothing kept")

    def _refuse_while_locked(self) -> None:
        if self.locked:
            raise KeyringLocked("locked")
