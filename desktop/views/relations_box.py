"""What an incident is tied to, in the card at the side: to go there, or to undo the tie."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop.state.texts import _, language
from desktop.views import icons
from desktop.views.elided_label import ElidedLabel
from desktop.views.looks import number_font
from desktop.views.spoken_widget import SpokenWidget, button, label
from shared.contracts.resources import IncidentDetail, IncidentRow
from shared.ids import reference_of


@dataclass(frozen=True, slots=True)
class Tie:
    """One thing that it is tied to; ``gesture`` undoes that on ``subject_id``, naming ``other``.

    ``opens`` is the incident that can be seen; None for a known incident.
    """

    gesture: str
    subject_id: UUID
    text: str
    reference: str = ""
    opens: UUID | None = None
    other: UUID | None = None


class RelationsBox(SpokenWidget):
    """Hidden while there is nothing.

    Signals:
        openAsked(UUID): the person wants to see this incident.
        removeAsked(Tie): the person wants that tie undone.
    """

    openAsked = Signal(object)
    removeAsked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._detail: IncidentDetail | None = None
        self._parts: list[QWidget] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(2)
        self.ready()

    def show_detail(self, detail: IncidentDetail | None) -> None:
        """Show what this incident is tied to."""
        self._detail = detail
        self.say()

    def press(self, name: str) -> None:
        """Press the button of this accessible name."""
        next(one for one in self.findChildren(QPushButton) if one.accessibleName() == name).click()

    def say(self) -> None:
        """Write it in the language in use."""
        for part in self._parts:
            self._layout.removeWidget(part)
            part.hide()
            part.deleteLater()
        self._parts.clear()
        groups = _groups(self._detail) if self._detail else []
        for title, remove, ties in groups:
            self._add(label("caption", title))
            for tie in ties:
                self._add(self._line(tie, remove))
        self.setVisible(bool(groups))

    def recolour(self) -> None:
        """Draw the icons in the colours in use."""
        self.say()

    def _add(self, part: QWidget) -> None:
        self._parts.append(part)
        self._layout.addWidget(part)

    def _line(self, tie: Tie, remove: str) -> QWidget:
        line = QWidget()
        layout = QHBoxLayout(line)
        layout.setContentsMargins(0, 0, 0, 4)
        layout.setSpacing(6)
        if tie.opens:
            go = button("link")
            go.setFont(number_font(self.font()))
            go.setText(tie.reference)
            go.setAccessibleName(_("Open {reference}").format(reference=tie.reference))
            go.setToolTip(tie.text)
            go.clicked.connect(lambda: self.openAsked.emit(tie.opens))
            layout.addWidget(go)
        text = ElidedLabel("muted" if tie.opens else "")
        text.show_text(tie.text)
        layout.addWidget(text, 1)
        gone = button("quiet", "small")
        gone.setIcon(icons.icon("x", "muted"))
        gone.setIconSize(QSize(12, 12))
        gone.setCursor(Qt.CursorShape.PointingHandCursor)
        gone.setToolTip(remove)
        gone.setAccessibleName(f"{remove} {tie.reference or tie.text}")
        gone.clicked.connect(lambda: self.removeAsked.emit(tie))
        layout.addWidget(gone)
        return line


Group = tuple[str, str, Sequence[Tie]]


def _groups(detail: IncidentDetail) -> list[Group]:
    """Return each heading, what its button says, and what stands below it."""
    row = detail.row
    groups: list[Group] = []
    if row.merged_into:
        into = Tie("unmerge", row.id, "", reference_of(row.merged_into), row.merged_into)
        groups.append((_("Goes on in"), _("Undo the merge"), [into]))
    if detail.merged:
        merged = [_tie("unmerge", one, lambda one: one.id) for one in detail.merged]
        groups.append((_("Merged in"), _("Undo the merge"), merged))
    if detail.links:
        links = [_tie("unlink", one, lambda _one: row.id) for one in detail.links]
        groups.append((_("See also"), _("Remove the link"), links))
    if known := detail.known_incident:
        title = known.titles.get(language()) or next(iter(known.titles.values()), "")
        tie = Tie("part", row.id, title)
        groups.append((_("Known incident"), _("Take out of a known incident"), [tie]))
    return groups


def _tie(gesture: str, one: IncidentRow, subject: Callable[[IncidentRow], UUID]) -> Tie:
    return Tie(gesture, subject(one), one.subject, one.reference, one.id, one.id)
