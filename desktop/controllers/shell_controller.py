"""The window's own affairs: language, theme, size of text and rows, and that all of it is remembered."""

from collections.abc import Iterable

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu

from desktop.services.preferences import Preferences
from desktop.state.person import Person
from desktop.state.texts import _, language, mark
from desktop.state.words import AVAILABILITIES, role_name
from desktop.views import theme
from desktop.views.looks import SIZES, Looks
from desktop.views.main_window import MainWindow
from desktop.views.queue_table import COMFORTABLE, COMPACT
from shared.contracts.vocabulary import Availability, Language

LANGUAGES = {Language.SPANISH: "Español", Language.ENGLISH: "English"}
SIZE_NAMES = {0.85: mark("Small"), 1.0: mark("Normal"), 1.25: mark("Large"), 1.5: mark("Very large")}
ROW_NAMES = {COMFORTABLE: mark("Comfortable rows"), COMPACT: mark("Compact rows")}


class ShellController(QObject):
    """Fills the person's menu and remembers what was chosen.

    Signals:
        availabilityAsked(Availability): the person stands otherwise from now on.
        administrationAsked(): who leads wants to see to people and teams.
        securityAsked(): the person wants to see to the safety of their account.
        signOutAsked(): the person wants to leave.
    """

    availabilityAsked = Signal(object)
    administrationAsked = Signal()
    securityAsked = Signal()
    signOutAsked = Signal()

    def __init__(self, me: Person, window: MainWindow, looks: Looks, preferences: Preferences) -> None:
        super().__init__(window)
        self._me = me
        self._window = window
        self._looks = looks
        self._preferences = preferences
        self._rows = COMFORTABLE
        self._availability = me.availability
        self._restore()
        self._fill_menu()
        window.closing.connect(self.remember)

    def remember(self) -> None:
        """Write down how the window stands."""
        kept = self._preferences
        kept.set_state("window", self._window.saveGeometry())
        kept.set_state("split", self._window.split())
        kept.set_text("rows", str(self._rows))
        kept.save()

    def set_language(self, chosen: Language) -> None:
        """Speak this language at once."""
        self._looks.speak(chosen)
        self._preferences.language = chosen
        self._refill()

    def set_theme(self, chosen: theme.Theme) -> None:
        """Use this theme at once."""
        self._looks.paint(chosen, self._looks.scale)
        self._preferences.set_text("theme", chosen)
        self._refill()

    def set_size(self, scale: float) -> None:
        """Write this large at once."""
        self._looks.paint(self._looks.theme, scale)
        self._preferences.set_text("size", str(scale))
        self._refill()

    def set_rows(self, height: int) -> None:
        """Make the rows so high."""
        self._rows = height
        self._window.queue.table.set_row_height(height)

    def show_availability(self, availability: Availability) -> None:
        """Tick how the person stands."""
        self._availability = availability
        for action in self._window.top_bar.menu.findChildren(QAction):
            if action.data() == availability:
                action.setChecked(True)

    def _restore(self) -> None:
        kept = self._preferences
        self._window.restoreGeometry(kept.state("window"))
        self._window.set_split(kept.state("split"))
        if kept.text("rows") == str(COMPACT):
            self.set_rows(COMPACT)

    def _refill(self) -> None:
        # Later: the menu that was clicked is still on its way out.
        QTimer.singleShot(0, self, self._fill_menu)

    def _fill_menu(self) -> None:
        menu = self._window.top_bar.menu
        menu.clear()
        who = menu.addAction(f"{self._me.name} · {role_name(self._me.role)}")
        who.setEnabled(False)
        menu.addSeparator()
        standings = [(one, _(name)) for one, name in AVAILABILITIES.items()]
        ask = self.availabilityAsked.emit
        self._choices(menu.addMenu(_("Availability")), standings, self._availability, ask)
        self._choices(menu.addMenu(_("Language")), LANGUAGES.items(), language(), self.set_language)
        themes = [(one, _(name)) for one, name in theme.NAMES.items()]
        self._choices(menu.addMenu(_("Colours")), themes, self._looks.theme, self.set_theme)
        sizes = [(one, _(SIZE_NAMES[one])) for one in SIZES]
        self._choices(menu.addMenu(_("Size of the text")), sizes, self._looks.scale, self.set_size)
        rows = [(one, _(name)) for one, name in ROW_NAMES.items()]
        self._choices(menu.addMenu(_("Rows")), rows, self._rows, self.set_rows)
        menu.addSeparator()
        menu.addAction(_("Keys (?)")).triggered.connect(self._window.help.open)
        if self._me.leads:
            menu.addAction(_("Administration…")).triggered.connect(self.administrationAsked)
        menu.addAction(_("Security…")).triggered.connect(self.securityAsked)
        menu.addSeparator()
        menu.addAction(_("Sign out")).triggered.connect(self.signOutAsked)

    def _choices(self, menu: QMenu, choices: Iterable[tuple], used: object, choose: object) -> None:  # type: ignore[type-arg]
        group = QActionGroup(menu)
        for value, name in choices:
            action = QAction(name, menu, checkable=True, checked=value == used)
            action.setData(value)
            action.triggered.connect(lambda _checked=False, value=value: choose(value))  # type: ignore[operator]
            group.addAction(action)
            menu.addAction(action)
