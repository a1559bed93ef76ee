"""The bar that says how far a gesture on many incidents has come."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from desktop.state.batch import Batch
from desktop.state.gestures import BY_NAME
from desktop.state.texts import _
from desktop.views import icons
from desktop.views.looks import number_font
from desktop.views.spoken_widget import SpokenWidget, button, label


class BatchBar(SpokenWidget):
    """One line above the status line, there only while something is under way.

    Signals:
        stopAsked(): begin with no further incident.
    """

    stopAsked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, name="batchbar")
        self._batch: Batch | None = None
        self._icon = label()
        self._text = label()
        self._text.setFont(number_font(self.font()))
        self._progress = QProgressBar(textVisible=False)
        self._progress.setFixedHeight(6)
        self._stop = button()
        self._stop.clicked.connect(self.stopAsked)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 6, 12, 6)
        layout.setSpacing(12)
        layout.addWidget(self._icon)
        layout.addWidget(self._text)
        layout.addWidget(self._progress, 1)
        layout.addWidget(self._stop)
        self.hide()
        self.ready()

    @property
    def text(self) -> str:
        """The sentence on show, empty when there is none."""
        return "" if self.isHidden() else self._text.text()

    def show_batch(self, batch: Batch | None) -> None:
        """Show how far it has come; None takes the bar away."""
        is_other = batch is not self._batch
        self._batch = batch
        self.say()
        if is_other:
            self.recolour()
        self.setVisible(batch is not None)

    def say(self) -> None:
        """Write it in the language in use."""
        self._stop.setText(_("Stop"))
        if (batch := self._batch) is None:
            return
        name = BY_NAME[batch.gesture].label()
        title = _("Undo: {gesture}").format(gesture=name) if batch.is_undo else name
        count = _("{done} of {all}").format(done=batch.over, all=batch.total)
        self._text.setText(f"{title}  ·  {count}")
        self._progress.setRange(0, batch.total)
        self._progress.setValue(batch.over)
        self._progress.setAccessibleName(title)

    def recolour(self) -> None:
        """Draw the icon of what is under way."""
        self._icon.setPixmap(icons.pixmap(BY_NAME[self._batch.gesture].icon if self._batch else "stack"))
