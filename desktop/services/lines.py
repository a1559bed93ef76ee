"""A long answer, read line by line while it comes in, a little at a time so that the window never waits."""

from collections.abc import Callable
from time import perf_counter

from PySide6.QtCore import QObject, QTimer
from PySide6.QtNetwork import QNetworkReply

TURN_S = 0.006
"""So long one turn may hold the window up."""
PIECE = 32 * 1024


class LineReader(QObject):
    """Reads an answer in turns between which everything else goes on.

    ``take`` gets some lines at a time, without their ends; ``ended`` is called behind the last of them.
    """

    def __init__(
        self, take: Callable[[list[bytes]], None], ended: Callable[[], None], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._take = take
        self._ended = ended
        self._reply: QNetworkReply | None = None
        self._rest = b""
        self._tail = memoryview(b"")
        self._is_over = False
        self._turn = QTimer(self, singleShot=True, interval=0)
        self._turn.timeout.connect(self._go_on)

    def arrived(self, reply: QNetworkReply) -> None:
        """Read what has come of an answer."""
        self._reply = reply
        self._turn.start()

    def finish(self, tail: bytes) -> None:
        """Read the last of it, then tell the end."""
        self._reply, self._tail, self._is_over = None, memoryview(tail), True
        self._turn.start()

    def cancel(self) -> None:
        """Read no more, and tell nothing."""
        self._reply = None
        self._tail = memoryview(b"")
        self._is_over = False
        self._turn.stop()

    def _go_on(self) -> None:
        until = perf_counter() + TURN_S
        while perf_counter() < until:
            piece = self._next()
            if not piece:
                break
            self._split(piece)
        else:
            self._turn.start()
            return
        if self._is_over:
            self._is_over = False
            if self._rest:
                self._take([self._rest])
            self._ended()

    def _next(self) -> bytes:
        if self._reply is not None:
            return bytes(self._reply.read(PIECE).data())
        piece, self._tail = self._tail[:PIECE], self._tail[PIECE:]
        return bytes(piece)

    def _split(self, piece: bytes) -> None:
        *lines, self._rest = (self._rest + piece).split(b"\n")
        if lines:
            self._take(lines)
