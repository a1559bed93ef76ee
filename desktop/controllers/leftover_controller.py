"""Nothing asked for is forgotten with the window: what could not go out is sent at the next start."""

from PySide6.QtCore import QObject

from desktop.controllers.carrier import Carrier
from desktop.controllers.errands import Errands
from desktop.controllers.queue_controller import QueueController
from desktop.controllers.sender import Sender, Sending
from desktop.services.draft_writer import DraftWriter
from desktop.services.leftover_file import LeftoverFile
from desktop.state.leftovers import Left, Leftovers, LeftWords
from desktop.state.texts import ngettext
from desktop.views.main_window import MainWindow
from desktop.views.notice import Tone


class LeftoverController(QObject):
    """Writes down what waits for the connection, and has it wait again once the queue is there.

    It is sent over what its person saw then, so whatever has come in since stops it as ever.
    """

    def __init__(
        self,
        window: MainWindow,
        queue: QueueController,
        sender: Sender,
        carrier: Carrier,
        errands: Errands,
        drafts: DraftWriter,
        file: LeftoverFile,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._sender = sender
        self._carrier = carrier
        self._errands = errands
        self._drafts = drafts
        self._file = file
        # Before anything new is asked for, so that it stands behind what is older.
        self._taken_up = sum(self._resume(one) for one in file.kept.waiting)
        self._unread = file.kept.unread
        queue.completed.connect(self._tell)
        errands.leftChanged.connect(self.keep)

    def keep(self) -> None:
        """Write down what has not gone out: what is under way, and what waits behind it."""
        self._file.keep(Leftovers(waiting=tuple(self._errands.left())))

    def close(self) -> None:
        """Write it now: nothing is written beside the window any more."""
        self._file.close()

    def _tell(self) -> None:
        """Say once, when the queue is there, what goes out now and what could not be read any more."""
        taken_up, self._taken_up, unread, self._unread = self._taken_up, 0, self._unread, 0
        said = []
        if taken_up:
            text = ngettext(
                "{count} gesture from last time had not gone out; it is sent now.",
                "{count} gestures from last time had not gone out; they are sent now.",
                taken_up,
            )
            said.append(text.format(count=taken_up))
        if unread:
            text = ngettext(
                "{count} gesture from last time can't be read any more and is lost.",
                "{count} gestures from last time can't be read any more and are lost.",
                unread,
            )
            said.append(text.format(count=unread))
        if said:
            self._window.queue.notice.tell(Tone.WARNING if unread else Tone.INFO, " ".join(said))
        self._errands.go_on()

    def _resume(self, left: Left) -> bool:
        if not isinstance(left, LeftWords):
            self._carrier.resume(left.move, left.seen)
            return True
        key = (left.row.id, left.kind)
        draft = self._drafts.get(key)
        if draft is None:
            return False
        self._sender.resume(Sending(key, draft, left.resolve, left.seen))
        return True
