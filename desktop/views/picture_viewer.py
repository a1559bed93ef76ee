"""A picture of a conversation, as large as it is or as the window allows."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QImage, QPixmap, QResizeEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.state.file_words import size_name
from desktop.state.texts import _
from desktop.views import icons
from desktop.views.elided_label import ElidedLabel
from desktop.views.spoken_widget import button, label
from shared.contracts.resources import FileRef

PART_OF_WINDOW = 0.9
SMALLEST = QSize(480, 360)


class PictureViewer(QDialog):
    """Shows one picture over the window; Esc closes it.

    Signals:
        saveAsked(): keep it on this computer.
        againAsked(): fetch it again, after that failed.
    """

    saveAsked = Signal()
    againAsked = Signal()

    def __init__(self, file: FileRef, window: QWidget) -> None:
        super().__init__(window)
        self.file = file
        self._picture: QPixmap | None = None
        self._shown = label("muted", wrap=True)
        self._shown.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._shown.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self._name = ElidedLabel()
        self._name.show_text(f"{file.name} · {size_name(file.size)}")
        self._again = button()
        self._again.setText(_("Try again"))
        self._again.hide()
        self._save = button()
        self._save.setText(_("Save…"))
        self._save.setIcon(icons.icon("download-simple"))
        self._close = button("main")
        self._close.setText(_("Close"))
        self.setWindowTitle(file.name)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._lay_out()
        room = window.size() * PART_OF_WINDOW
        self.resize(room.expandedTo(SMALLEST))
        self.show_waiting()

    @property
    def text(self) -> str:
        """What stands in place of the picture, empty when that is on show."""
        return self._shown.text()

    def show_waiting(self) -> None:
        """Say that the picture is on its way."""
        self._again.hide()
        self._shown.setText(_("Fetching the picture…"))

    def show_picture(self, image: QImage) -> None:
        """Show it."""
        self._picture = QPixmap.fromImage(image)
        self._shown.setAccessibleName(self.file.name)
        self._fit()

    def show_trouble(self, text: str, *, passing: bool) -> None:
        """Say why there is no picture, and offer to try again where that may help."""
        self._shown.setText(text)
        self._again.setVisible(passing)

    def _fit(self) -> None:
        if self._picture is None:
            return
        room = self._shown.contentsRect().size() * self.devicePixelRatioF()
        fits = self._picture.width() <= room.width() and self._picture.height() <= room.height()
        shown = self._picture
        if not fits:
            shown = self._picture.scaled(
                room, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
            )
        shown.setDevicePixelRatio(self.devicePixelRatioF())
        self._shown.setPixmap(shown)

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self._name, 1)
        for one in (self._again, self._save, self._close):
            foot.addWidget(one)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(12)
        layout.addWidget(self._shown, 1)
        layout.addLayout(foot)
        self._again.clicked.connect(self.againAsked)
        self._save.clicked.connect(self.saveAsked)
        self._close.clicked.connect(self.close)
        self._close.setDefault(True)
        self._close.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the picture into the room that there is."""
        super().resizeEvent(event)
        self._fit()
