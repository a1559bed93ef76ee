"""The files of the open conversation: their likenesses, the pictures in full, and what is saved."""

from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import QObject, QSize, QStandardPaths, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QImage
from PySide6.QtWidgets import QFileDialog

from desktop.controllers.desk import Desk
from desktop.services.background import Background
from desktop.services.files import Files
from desktop.services.wire import Exchange
from desktop.state.failure import Failure, Kind
from desktop.state.file_words import is_picture, trouble
from desktop.state.texts import _
from desktop.views.file_tile import FileTile
from desktop.views.main_window import MainWindow
from desktop.views.notice import Tone
from desktop.views.picture_viewer import PictureViewer
from shared.contracts.resources import FileRef, IncidentDetail

LIKENESSES_MOST = 400
"""Kept in memory; each takes at most 400 KB."""


class FileController(QObject):
    """Fetches what is shown, and never makes the window wait for it."""

    def __init__(self, desk: Desk, window: MainWindow, files: Files, background: Background) -> None:
        super().__init__(window)
        self._window = window
        self._files = files
        self._background = background
        self._conversation = window.incident.conversation
        self._likenesses: OrderedDict[UUID, QImage] = OrderedDict()
        self._under_way: dict[UUID, Exchange] = {}
        self._conversation.filePressed.connect(self._on_pressed)
        desk.detailChanged.connect(self._on_detail)
        desk.opened.connect(self._on_opened)

    def save(self, file: FileRef, path: Path) -> None:
        """Keep a file on this computer."""
        self._tell(file, lambda: _("Saving…"))
        self._files.contents(
            file.id,
            lambda content: self._background.run(
                lambda: path.write_bytes(content),
                lambda _size: self._on_saved(file, path),
                lambda error: self._tell(file, lambda: _not_written(error)),
            ),
            lambda failure: self._on_failed(file, failure),
        )

    # Likenesses

    def _on_opened(self, _incident_id: UUID | None) -> None:
        for exchange in self._under_way.values():
            exchange.cancel()
        self._under_way.clear()

    def _on_detail(self, _detail: IncidentDetail) -> None:
        """Fetch what is missing; what could not be fetched is tried again whenever something is new."""
        for tile in self._conversation.tiles():
            file = tile.file
            if tile.has_likeness or not is_picture(file) or file.id in self._under_way:
                continue
            if known := self._likenesses.get(file.id):
                tile.show_likeness(known)
            else:
                self._fetch_likeness(file)

    def _fetch_likeness(self, file: FileRef) -> None:
        def arrived(content: bytes) -> None:
            self._under_way.pop(file.id, None)
            self._background.run(lambda: QImage.fromData(content), lambda image: self._keep(file, image))

        def failed(failure: Failure) -> None:
            self._under_way.pop(file.id, None)
            self._on_failed(file, failure)

        self._under_way[file.id] = self._files.thumbnail(file.id, arrived, failed)

    def _keep(self, file: FileRef, image: QImage) -> None:
        if image.isNull():
            return
        self._likenesses[file.id] = image
        if len(self._likenesses) > LIKENESSES_MOST:
            self._likenesses.popitem(last=False)
        for tile in self._tiles(file):
            tile.show_likeness(image)

    # Opening and saving

    def _on_pressed(self, tile: FileTile) -> None:
        if is_picture(tile.file):
            self._view(tile.file)
        else:
            self._ask_where(tile.file)

    def _view(self, file: FileRef) -> None:
        viewer = PictureViewer(file, self._window)
        exchange = Exchange()
        most = viewer.screen().size().expandedTo(viewer.size()) * viewer.devicePixelRatioF()

        def fetch() -> None:
            nonlocal exchange
            viewer.show_waiting()
            exchange = self._files.contents(file.id, arrived, failed)

        def arrived(content: bytes) -> None:
            self._background.run(lambda: _decoded(content, most), decoded, lambda _error: decoded(QImage()))

        def decoded(image: QImage) -> None:
            if exchange.cancelled:
                return
            if image.isNull():
                viewer.show_trouble(_("This picture can't be shown here. Save it."), passing=False)
            else:
                viewer.show_picture(image)

        def failed(failure: Failure) -> None:
            viewer.show_trouble(trouble(failure), passing=failure.passing)

        viewer.finished.connect(lambda _result: exchange.cancel())
        viewer.againAsked.connect(fetch)
        viewer.saveAsked.connect(lambda: self._ask_where(file))
        viewer.open()
        fetch()

    def _ask_where(self, file: FileRef) -> None:
        """Ask for the place with a dialog that nothing waits for."""
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DownloadLocation)
        name = Path(file.name).name
        dialog = QFileDialog(self._window, _("Save {name}").format(name=name), str(Path(folder) / name))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.selectFile(name)
        dialog.fileSelected.connect(lambda chosen: self.save(file, Path(chosen)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_saved(self, file: FileRef, path: Path) -> None:
        self._tell(file, None)
        text = _("Saved as {path}").format(path=path)
        open_it = (_("Open"), lambda: _open(path))
        self._window.incident.notice.tell(Tone.INFO, text, open_it)

    # Telling

    def _on_failed(self, file: FileRef, failure: Failure) -> None:
        if failure.kind is not Kind.SIGNED_OUT:
            self._tell(file, lambda: trouble(failure))

    def _tell(self, file: FileRef, news: Callable[[], str] | None) -> None:
        for tile in self._tiles(file):
            tile.show_news(news)

    def _tiles(self, file: FileRef) -> list[FileTile]:
        return [tile for tile in self._conversation.tiles() if tile.file.id == file.id]


def _decoded(content: bytes, most: QSize) -> QImage:
    """Return a picture no larger than the screen: what is larger would be made smaller at every resizing."""
    image = QImage.fromData(content)
    if image.width() <= most.width() and image.height() <= most.height():
        return image
    return image.scaled(most, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)


def _open(path: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


def _not_written(error: Exception) -> str:
    return _("It can't be written there: {why}").format(why=getattr(error, "strerror", None) or error)
