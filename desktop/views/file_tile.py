"""A file of a message: its likeness, its name and size; pressed, it is opened or saved."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QKeyEvent, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from desktop.state.file_words import is_picture, size_name
from desktop.state.hovering import as_written
from desktop.state.texts import _
from desktop.views import icons
from desktop.views.elided_label import ElidedLabel
from desktop.views.spoken_widget import in_the_middle, label
from shared.contracts.resources import FileRef

SIDE = 48
WIDTH = 300
ICONS = {"application/pdf": "file-pdf", "text/plain": "file-text"}


class FileTile(QPushButton):
    """A button as wide as its message; what goes wrong with the file is said on it."""

    def __init__(self, file: FileRef, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.file = file
        self.has_likeness = False
        self._news: Callable[[], str] | None = None
        self._likeness = label()
        self._likeness.setFixedSize(SIDE, SIDE)
        self._likeness.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._name = ElidedLabel()
        self._name.show_text(file.name)
        self._about = label("small", wrap=True)
        self.setProperty("kind", "file")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._lay_out()
        self.resize(WIDTH, SIDE)
        self.recolour()
        self.say()

    @property
    def about(self) -> str:
        """What stands under the name: the size, what is going on, or what went wrong."""
        return self._about.text()

    def fit(self, width: int) -> None:
        """Be so wide, and as high as the texts then need."""
        layout = self.layout()
        if layout:
            self.setFixedSize(width, layout.totalHeightForWidth(width))

    def show_likeness(self, image: QImage) -> None:
        """Show a small picture of it, cut to a square."""
        ratio = self.devicePixelRatioF()
        side = round(SIDE * ratio)
        whole = image.scaled(
            QSize(side, side),
            Qt.AspectRatioMode.KeepAspectRatioByExpanding,
            Qt.TransformationMode.SmoothTransformation,
        )
        square = whole.copy((whole.width() - side) // 2, (whole.height() - side) // 2, side, side)
        pixmap = QPixmap.fromImage(square)
        pixmap.setDevicePixelRatio(ratio)
        self._likeness.setPixmap(pixmap)
        self.has_likeness = True
        self.show_news(None)

    def show_news(self, news: Callable[[], str] | None) -> None:
        """Say what is going on with it or went wrong, in any language; without news, its size."""
        self._news = news
        self.say()

    def say(self) -> None:
        """Write everything in the language in use."""
        self._about.setText(self._news() if self._news else size_name(self.file.size))
        act = _("Open {name}") if is_picture(self.file) else _("Save {name}")
        self.setToolTip(as_written(act.format(name=self.file.name)))
        self.setAccessibleName(f"{act.format(name=self.file.name)}, {self._about.text()}")
        self.fit(self.width())

    def recolour(self) -> None:
        """Draw the icon of its kind, unless there is a likeness."""
        if not self.has_likeness:
            name = "image" if is_picture(self.file) else ICONS.get(self.file.media_type, "file")
            self._likeness.setPixmap(icons.pixmap(name, "muted", 24))

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(6, 6, 12, 6)
        row.setSpacing(10)
        row.addWidget(self._likeness)
        row.addLayout(in_the_middle(self._name, self._about), 1)
        for part in (self._likeness, self._name, self._about):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses it, as Space does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)
