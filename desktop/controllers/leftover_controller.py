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
        self._from_last_time = file.kept.waiting
        queue.completed.connect(self._take_up)
        errands.leftChanged.connect(self.keep)

    def keep(self) -> None:
        """Write down what has not gone out: what is under way, and what waits behind it."""
        self._file.keep(Leftovers(waiting=(*self._from_last_time, *self._errands.left())))

    def close(self) -> None:
        """Write it now: nothing is written beside the window any more."""
        self._file.close()

    def _take_up(self) -> None:
        """Have what was left the last time wait for its turn, and say so."""
        left, self._from_last_time = self._from_last_time, ()
        taken_up = sum(self._resume(one) for one in left)
        if not taken_up:
            return
        text = ngettext(
            "{count} gesture from last time had not gone out; it is sent now.",
            "{count} gestures from last time had not gone out; they are sent now.",
            taken_up,
        )
        self._window.queue.notice.tell(Tone.INFO, text.format(count=taken_up))
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
