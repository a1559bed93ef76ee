"""What a console remembers from one day to the next: language, looks, columns, window, last e-mail."""

import locale
import os
from pathlib import Path

from platformdirs import user_config_path, user_data_path
from PySide6.QtCore import QByteArray, QSettings

from shared.contracts.vocabulary import Language

CONFIG_VARIABLE = "VENTANILLA_CONFIG_DIR"


def config_folder() -> Path:
    """Return where preferences are kept; ``VENTANILLA_CONFIG_DIR`` moves them."""
    moved = os.environ.get(CONFIG_VARIABLE)
    return Path(moved) if moved else user_config_path("ventanilla")


def settings_file() -> Path:
    """Return the file of the addresses, for a console that nobody starts with an environment."""
    return config_folder() / "console.env"


def drafts_folder(employee_id: str) -> Path:
    """Return where this employee's drafts are kept."""
    moved = os.environ.get(CONFIG_VARIABLE)
    base = Path(moved) if moved else user_data_path("ventanilla")
    return base / "drafts" / employee_id


def leftovers_file(employee_id: str) -> Path:
    """Return the file of what one employee asked for and has not gone out."""
    return drafts_folder(employee_id).parent.parent / "leftovers" / f"{employee_id}.json"


def notifications_file(employee_id: str) -> Path:
    """Return where it is kept what this employee was called for, beside their drafts."""
    return drafts_folder(employee_id).parent.parent / "notifications" / f"{employee_id}.json"


class Preferences:
    """An ini file; a value that is missing or damaged counts as its default."""

    def __init__(self, folder: Path | None = None) -> None:
        path = (folder or config_folder()) / "console.ini"
        path.parent.mkdir(parents=True, exist_ok=True)
        self._settings = QSettings(str(path), QSettings.Format.IniFormat)

    @property
    def language(self) -> Language | None:
        """The language that was chosen, None before the first choice."""
        value = self.text("language")
        return Language(value) if value in set(Language) else None

    @language.setter
    def language(self, value: Language) -> None:
        self.set_text("language", value)

    def text(self, name: str, default: str = "") -> str:
        """Return a remembered text."""
        value = self._settings.value(name, default)
        return value if isinstance(value, str) else default

    def set_text(self, name: str, value: str) -> None:
        """Remember a text."""
        self._settings.setValue(name, str(value))

    def state(self, name: str) -> QByteArray:
        """Return the remembered state of a window, header or splitter, empty when there is none."""
        value = self._settings.value(name, QByteArray())
        return value if isinstance(value, QByteArray) else QByteArray()

    def set_state(self, name: str, value: QByteArray) -> None:
        """Remember the state of a window, header or splitter."""
        self._settings.setValue(name, value)

    def save(self) -> None:
        """Write to disk now."""
        self._settings.sync()


def system_language() -> Language:
    """Return Spanish where the system speaks it, else English."""
    names = [os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG")]
    chosen = next(filter(None, names), locale.getlocale()[0] or "")
    return Language.SPANISH if chosen.lower().startswith("es") else Language.ENGLISH
