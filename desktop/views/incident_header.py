"""The head of an open incident: what it is, where it stands, and what one can do."""

from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.state.dues import promised
from desktop.state.gestures import BY_NAME
from desktop.state.person import Person
from desktop.state.presence import Presences
from desktop.state.texts import _, language
from desktop.views import icons
from desktop.views.elided_label import ElidedLabel
from desktop.views.folding_row import FoldingRow
from desktop.views.key_button import KeyButton
from desktop.views.key_names import key_name
from desktop.views.looks import number_font
from desktop.views.spoken_widget import SpokenWidget, button
from desktop.views.state_chip import StateChip
from shared.clock import Clock
from shared.contracts.resources import IncidentRow

OFFERED = ("priority", "assign", "claim", "release", "pause", "close", "resolve", "reopen")
"""The gestures with a button here; of each pair only what fits is seen."""
PAIRS = {"release": "claim", "close": "pause", "reopen": "resolve"}
TERSE = ("priority", "assign")
"""Only an icon and a key, and only where possible: their names are where one hovers, and in the help."""


class IncidentHeader(SpokenWidget):
    """Subject, reference, state and buttons.

    Signals:
        asked(str): the person asked for the gesture of this name.
        closed(): the person wants to go back to the list.
    """

    asked = Signal(str)
    closed = Signal()

    def __init__(self, me: Person, clock: Clock, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._me = me
        self._clock = clock
        self._row: IncidentRow | None = None
        self._busy = False
        self._subject = ElidedLabel("heading")
        self._chip = StateChip()
        self._facts = ElidedLabel("muted")
        self._reference = button("quiet")
        self._reference.clicked.connect(self._copy_reference)
        self._others = ElidedLabel("muted")
        self._others.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self._presence: tuple[Presences, UUID] | None = None
        self._close = button("quiet")
        self._close.clicked.connect(self.closed)
        self._buttons: dict[str, KeyButton] = {}
        self._lay_out()
        self.ready()

    def show_row(self, row: IncidentRow) -> None:
        """Show this incident."""
        self._row = row
        self.say()

    def show_others(self, presences: Presences, incident_id: UUID) -> None:
        """Show who else is at this incident."""
        self._presence = presences, incident_id
        self._say_others()

    def others(self) -> str:
        """Return what is said of who else is there."""
        return self._presence[0].sentence(self._presence[1]) if self._presence else ""

    def show_busy(self, *, busy: bool) -> None:
        """Show that a gesture is under way."""
        self._busy = busy
        self.say()

    def button(self, gesture: str) -> KeyButton:
        """Return the button of a gesture, for what opens below it."""
        return self._buttons[gesture]

    def say(self) -> None:
        """Write everything in the language in use."""
        self._close.setToolTip(_("Back to the list (Esc)"))
        self._close.setAccessibleName(_("Back to the list"))
        self._say_others()
        row = self._row
        if row is None:
            return
        self._chip.show_state(row.state)
        self._reference.setText(row.reference)
        self._reference.setToolTip(_("Copy the reference"))
        facts = (self._holder(row), row.customer_name, promised(row, self._clock(), language()))
        self._facts.show_text("  ·  ".join(filter(None, facts)))
        self._subject.show_text(row.subject)
        for name, one in self._buttons.items():
            self._say_button(name, one, row)

    def recolour(self) -> None:
        """Draw the icons."""
        self._close.setIcon(icons.icon("x", "muted"))
        self._reference.setIcon(icons.icon("copy-simple", "muted"))
        self._reference.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        for name, one in self._buttons.items():
            one.setIcon(icons.icon(BY_NAME[name].icon))

    def offered(self) -> dict[str, bool]:
        """Return the gestures whose buttons are seen, and whether each can be pressed."""
        return {name: one.isEnabled() for name, one in self._buttons.items() if not one.isHidden()}

    def _say_others(self) -> None:
        text = self.others()
        self._others.show_text(text)
        self._others.setVisible(bool(text))

    def _holder(self, row: IncidentRow) -> str:
        if row.assignee is None:
            return _("nobody has it")
        if row.assignee.id == self._me.id:
            return _("you have it")
        return _("{name} has it").format(name=row.assignee.name)

    def _say_button(self, name: str, one: KeyButton, row: IncidentRow) -> None:
        gesture = BY_NAME[name]
        obstacle = gesture.obstacle(row, self._me)
        one.setText("" if name in TERSE else gesture.label())
        one.setAccessibleName(gesture.label())
        one.setEnabled(obstacle is None and not self._busy)
        key = key_name(gesture.key)
        one.setToolTip(obstacle or f"{gesture.label()} ({key})")
        one.setAccessibleDescription(obstacle or key)
        if name in PAIRS:
            one.setVisible(obstacle is None)
            self._buttons[PAIRS[name]].setVisible(obstacle is not None)
        if name in TERSE:
            one.setVisible(obstacle is None)

    def _lay_out(self) -> None:
        above = QHBoxLayout()
        above.setSpacing(8)
        above.addWidget(self._subject, 1)
        above.addWidget(self._others)
        above.addWidget(self._close)
        facts = _row_of(self._chip, self._reference, self._facts)
        self._reference.setFont(number_font(self.font()))
        for name in OFFERED:
            one = KeyButton(name, BY_NAME[name].key)
            one.clicked.connect(lambda _checked=False, name=name: self.asked.emit(name))
            if name in TERSE:
                one.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            self._buttons[name] = one
        below = FoldingRow(8)
        below.add(facts, 1)
        below.add(_row_of(*self._buttons.values()))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 8, 12, 8)
        layout.setSpacing(6)
        layout.addLayout(above)
        layout.addWidget(below)

    def _copy_reference(self) -> None:
        if self._row:
            QGuiApplication.clipboard().setText(self._row.reference)


def _row_of(*parts: QWidget) -> QWidget:
    row = QWidget()
    layout = QHBoxLayout(row)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(8)
    for part in parts:
        layout.addWidget(part)
    return row
