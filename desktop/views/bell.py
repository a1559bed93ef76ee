"""The bell: how many calls were not followed yet, and a menu that leads to each."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from desktop.state.ages import age
from desktop.state.notifications import Notification
from desktop.state.texts import _, ngettext
from desktop.views import icons
from desktop.views.spoken_widget import SpokenWidget, button
from shared.clock import Clock

LISTED = 12
WIDEST_SUBJECT = 48


class Bell(SpokenWidget):
    """A button with a menu.

    Signals:
        chosen(UUID): the person wants to see this incident.
        allRead(): nothing of it is news any more.
        soundChosen(bool): make a sound from now on, or none.
    """

    chosen = Signal(object)
    allRead = Signal()
    soundChosen = Signal(bool)

    def __init__(self, clock: Clock, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._unread: Sequence[Notification] = ()
        self._with_sound = False
        self.button = button("quiet", "bell")
        self.menu = QMenu(self)
        self.menu.aboutToShow.connect(self._fill)
        self.button.setMenu(self.menu)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.button)
        self.ready()

    def show_unread(self, unread: Sequence[Notification]) -> None:
        """Show these, the newest first."""
        self._unread = unread
        self.say()
        self.recolour()

    def show_sound(self, *, with_sound: bool) -> None:
        """Show whether a sound is made."""
        self._with_sound = with_sound

    def open(self) -> None:
        """Open the menu, with its first line chosen."""
        self.button.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.button.showMenu()

    def say(self) -> None:
        """Write the number, and what it means."""
        count = len(self._unread)
        self.button.setText(str(count) if count else "")
        told = ngettext("{count} new notification", "{count} new notifications", count).format(count=count)
        self.button.setAccessibleName(told)
        self.button.setToolTip(told)

    def recolour(self) -> None:
        """Draw the bell; it rings where something is new."""
        self.button.setIcon(
            icons.icon("bell-ringing", "accent") if self._unread else icons.icon("bell", "muted")
        )

    def _fill(self) -> None:
        self.menu.clear()
        for one in self._unread[:LISTED]:
            self._add(one)
        more = len(self._unread) - LISTED
        if more > 0:
            text = ngettext("and {count} more", "and {count} more", more).format(count=more)
            self.menu.addAction(text).setEnabled(False)
        if self._unread:
            self.menu.addSeparator()
            self.menu.addAction(_("Mark all as read")).triggered.connect(self.allRead)
        else:
            self.menu.addAction(_("Nothing new")).setEnabled(False)
        self.menu.addSeparator()
        sound = self.menu.addAction(_("With a sound"))
        sound.setCheckable(True)
        sound.setChecked(self._with_sound)
        sound.triggered.connect(self.soundChosen)

    def _add(self, one: Notification) -> None:
        subject = one.subject if len(one.subject) <= WIDEST_SUBJECT else one.subject[:WIDEST_SUBJECT] + "…"
        text = f"{one.sentence()}: {subject} · {age(one.at, self._clock())}"
        # An ampersand alone would underline a letter, and a tab would begin a column.
        action = self.menu.addAction(text.replace("&", "&&").replace("\t", " "))
        action.triggered.connect(lambda _on=False: self.chosen.emit(one.incident_id))
