"""The bar at the top: the product, the filter, the badge, and the person's menu."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QWidget

from desktop.state.person import Person
from desktop.state.texts import _
from desktop.state.words import availability_name, role_name
from desktop.views import icons
from desktop.views.bell import Bell
from desktop.views.connection_badge import ConnectionBadge
from desktop.views.product_mark import ProductMark
from desktop.views.spoken_widget import SpokenWidget, button, label
from shared.clock import Clock
from shared.contracts.vocabulary import Availability


class TopBar(SpokenWidget):
    """The top of the window. ``badge``, ``bell`` and ``menu`` are filled by controllers.

    Signals:
        filtered(str): the person typed into the filter.
    """

    filtered = Signal(str)

    def __init__(self, person: Person, clock: Clock, parent: QWidget | None = None) -> None:
        super().__init__(parent, name="topbar")
        self._person = person
        self._availability = person.availability
        self.is_everywhere = False
        """Whether the words in the filter are meant for a search of every conversation."""
        self.badge = ConnectionBadge(clock)
        self.bell = Bell(clock)
        self.figures = button("quiet")
        self._why_no_figures = ""
        self.filter = QLineEdit()
        self.filter.setObjectName("filter")
        self.filter.setClearButtonEnabled(True)
        self.filter.setMaximumWidth(520)
        self.filter.textChanged.connect(self.filtered)
        self._glass = QAction(self)
        self.filter.addAction(self._glass, QLineEdit.ActionPosition.LeadingPosition)
        self.menu = QMenu(self)
        self._person_button = button("quiet")
        self._person_button.setMenu(self.menu)
        self._mark = ProductMark()
        self._name = label("heading", "Ventanilla")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 8, 8, 8)
        layout.setSpacing(8)
        layout.addWidget(self._mark)
        layout.addWidget(self._name)
        layout.addSpacing(40)
        layout.addWidget(self.filter, 3)
        layout.addStretch(1)
        layout.addWidget(self.badge)
        layout.addWidget(self.figures)
        layout.addWidget(self.bell)
        layout.addWidget(self._person_button)
        self.ready()

    def focus_filter(self) -> None:
        """Put the cursor into the filter."""
        self.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filter.selectAll()

    def ask_everywhere(self, *, on: bool) -> None:
        """Have the words of the filter mean a search of every conversation, or the list again."""
        self.is_everywhere = on
        self.say()

    def show_availability(self, availability: Availability) -> None:
        """Show beside the name whether the person takes new incidents."""
        self._availability = availability
        self.say()

    def show_no_figures(self, why: str) -> None:
        """Say at the button of the live figures why there are none."""
        self._why_no_figures = why
        self.say()
        self.recolour()

    def say(self) -> None:
        """Write the texts."""
        why = _(self._why_no_figures) if self._why_no_figures else ""
        self.figures.setAccessibleName(_("Live figures"))
        self.figures.setAccessibleDescription(why)
        self.figures.setToolTip(why or _("Live figures (D)"))
        standing = availability_name(self._availability)
        hint, name = _("Filter by reference, subject, customer, assignee or tag"), _("Filter the list")
        if self.is_everywhere:
            hint = name = _("Search every conversation: type and press Enter")
        self.filter.setPlaceholderText(hint)
        self.filter.setAccessibleName(name)
        self.filter.setToolTip(_("Press / to come here, Esc to leave, Ctrl+Shift+F to look everywhere"))
        self._person_button.setText(f"{self._person.name} · {standing}")
        self._person_button.setToolTip(f"{self._person.email}\n{role_name(self._person.role)}".strip())
        self._person_button.setAccessibleName(
            _("{name}, {availability}: menu").format(name=self._person.name, availability=standing)
        )

    def recolour(self) -> None:
        """Draw the icons."""
        self.figures.setIcon(icons.icon("chart-line-up", "control" if self._why_no_figures else "muted"))
        self._glass.setIcon(icons.icon("magnifying-glass", "muted"))
        self._person_button.setIcon(icons.icon("caret-down", "muted"))
        self._person_button.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self._mark.update()
