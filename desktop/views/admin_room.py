"""One room of the administration: a list with a search, and beside it the form of what is chosen."""

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop.state.admin_form import FormField
from desktop.state.admin_room import Deed, Line, matching
from desktop.state.texts import _
from desktop.views import theme
from desktop.views.admin_form import AdminForm
from desktop.views.notice import Notice, Tone
from desktop.views.spoken_widget import SpokenWidget, button, label

ID = Qt.ItemDataRole.UserRole


class AdminRoom(SpokenWidget):
    """Shows what its controller gives it. What was typed and not saved is not left without asking.

    Signals:
        chosen(str): another line; its id.
        addAsked(): there is to be a new one.
        saveAsked(dict): the form is to be saved; what is in it, by the names of the fields.
        deedAsked(str): a button below the form, after its question where it has one.
    """

    chosen = Signal(str)
    addAsked = Signal()
    saveAsked = Signal(object)
    deedAsked = Signal(str)

    def __init__(self, add_text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent, name="panel")
        self._add_text = add_text
        self._lines: Sequence[Line] = ()
        self._present = ""
        self._is_dirty = False
        self.search = QLineEdit()
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._fill)
        self.list = QListWidget()
        self.list.setObjectName("lines")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.currentItemChanged.connect(lambda item: self._on_line(item) if item else None)
        self.add = button()
        self.add.clicked.connect(lambda: self.leave(self.addAsked.emit))
        self.add.setVisible(bool(add_text))
        self.notice = Notice()
        self.heading = label("title", wrap=True)
        self.form = AdminForm()
        self.form.edited.connect(self._on_edited)
        self.save = button("main")
        self.save.clicked.connect(self._give)
        self.deeds: dict[str, QPushButton] = {}
        self._deeds = QVBoxLayout()
        self.above, self.below = QVBoxLayout(), QVBoxLayout()
        """Where the controller of the room puts what only this room has, around the form."""
        self._lay_out()
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._on_focus)
        self.ready()

    def search_with(self, form: AdminForm) -> None:
        """Put a form in place of the search, for a list of which only a part is here."""
        self.search.hide()
        self._left.insertWidget(0, form)

    def show_lines(self, lines: Sequence[Line], present: str) -> None:
        """Show these lines, the one of this id chosen."""
        self._lines, self._present = lines, present
        self._fill()

    def show_form(self, heading: str, fields: Sequence[FormField], *, can_save: bool = True) -> None:
        """Show what is chosen."""
        self.heading.setText(heading)
        self.form.show_fields(fields)
        self._is_dirty = False
        for before, after in pairwise([self.save, *self.form.parts(), self.save]):
            if before is not after:
                self.setTabOrder(before, after)  # what is made later would come later
        self.save.setVisible(can_save)
        self.save.setEnabled(False)

    def mark_edited(self) -> None:
        """Let what is in the form be saved, though nobody has touched it since it was shown."""
        self._on_edited()

    @property
    def is_dirty(self) -> bool:
        """Whether something was typed and not saved."""
        return self._is_dirty

    def leave(self, then: Callable[[], None]) -> None:
        """Go on at once, or ask first where something was typed and not saved."""
        if not self._is_dirty:
            self.notice.clear()
            then()
            return

        def discard() -> None:
            self._is_dirty = False
            then()

        self._fill()  # the line that is still open is the one that is marked
        text = _("What you have changed here is not saved.")
        self.notice.tell(Tone.WARNING, text, (_("Discard it"), discard), (_("Save"), self._give))

    def show_deeds(self, deeds: Sequence[Deed]) -> None:
        """Show these buttons below the form."""
        for one in self.deeds.values():
            one.hide()
            one.deleteLater()
        self.deeds = {}
        for deed in deeds:
            one = self.deeds[deed.name] = button()
            one.setText(deed.text)
            one.clicked.connect(lambda _on=False, deed=deed: self._ask(deed))
            self._deeds.addWidget(one, 0, Qt.AlignmentFlag.AlignLeft)

    def say(self) -> None:
        """Write the texts."""
        self.search.setPlaceholderText(_("Search"))
        self.search.setAccessibleName(_("Search the list"))
        self.list.setAccessibleName(_("List"))
        self.add.setText(_(self._add_text) if self._add_text else "")
        self.save.setText(_("Save"))

    def _ask(self, deed: Deed) -> None:
        if not deed.question:
            self.deedAsked.emit(deed.name)
            return
        self.notice.tell(Tone.WARNING, deed.question, (deed.text, lambda: self.deedAsked.emit(deed.name)))

    def _give(self) -> None:
        self.save.setEnabled(False)
        self.saveAsked.emit(self.form.values())

    def _on_edited(self) -> None:
        self._is_dirty = True
        self.save.setEnabled(True)

    def _on_line(self, item: QListWidgetItem) -> None:
        found: Any = item.data(ID)
        if found != self._present:
            self.leave(lambda: self.choose(found))

    def choose(self, line_id: str) -> None:
        """Show another line."""
        self._present = line_id
        self._fill()
        self.chosen.emit(line_id)

    def _on_focus(self, _before: QWidget | None, present: QWidget | None) -> None:
        """Bring what the focus goes to into sight, once it has its place; Qt does so for Tab alone."""
        if present is not None and self.form.isAncestorOf(present):
            QTimer.singleShot(0, present, lambda: self._scroll.ensureWidgetVisible(present))

    def _fill(self) -> None:
        self.list.blockSignals(True)
        self.list.clear()
        for line in matching(self._lines, self.search.text()):
            item = QListWidgetItem(f"{line.title}\n{line.detail}" if line.detail else line.title, self.list)
            item.setData(ID, line.id)
            if line.is_over:
                item.setForeground(QColor(theme.tokens().muted))
            if line.id == self._present:
                self.list.setCurrentItem(item)
        self.list.blockSignals(False)

    def _lay_out(self) -> None:
        left = self._left = QVBoxLayout()
        left.setContentsMargins(16, 16, 0, 16)
        for part in (self.search, self.list, self.add):
            left.addWidget(part)
        inside = QWidget()
        inside.setObjectName("flow")
        right = QVBoxLayout(inside)
        right.setContentsMargins(24, 16, 24, 24)
        right.setSpacing(12)
        right.addWidget(self.heading)
        right.addLayout(self.above)
        right.addWidget(self.form)
        right.addWidget(self.save, 0, Qt.AlignmentFlag.AlignLeft)
        right.addLayout(self._deeds)
        right.addLayout(self.below)
        right.addStretch(1)
        scroll = self._scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(inside)
        beside = QVBoxLayout()
        beside.addWidget(self.notice)
        beside.addWidget(scroll, 1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(left, 2)
        layout.addLayout(beside, 3)
