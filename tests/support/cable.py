"""A cable between a client and a server of this machine, which a test may pull and plug in again."""

import contextlib
import socket
import threading
from collections.abc import Iterator
from urllib.parse import urlsplit, urlunsplit


class Cable:
    """Forwards every connection to a server; while it is pulled, connections break and new ones fail."""

    def __init__(self, host: str, port: int) -> None:
        self._target = (host, port)
        self._is_pulled = False
        self._open: list[socket.socket] = []
        self._lock = threading.Lock()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self._threads = [threading.Thread(target=self._accept)]
        self._threads[0].start()

    def pull(self) -> None:
        """Break what is connected, at once and without a farewell."""
        with self._lock:
            self._is_pulled = True
            for end in self._open:
                with contextlib.suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)
            self._open.clear()

    def plug(self) -> None:
        """Let new connections through."""
        with self._lock:
            self._is_pulled = False

    def cut(self) -> None:
        """Break what is connected; whoever tries again gets through."""
        self.pull()
        self.plug()

    def close(self) -> None:
        """Break everything, and return when no thread is left."""
        self.pull()
        self._listener.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(5)
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._listener.accept()
            except OSError:
                return
            with self._lock:
                if self._is_pulled:
                    near.close()
                    continue
                try:
                    far = socket.create_connection(self._target)
                except OSError:
                    near.close()
                    continue
                self._open += [near, far]
                pumps = [threading.Thread(target=_pump, args=ends) for ends in ((near, far), (far, near))]
                self._threads += [*pumps, threading.Thread(target=_sweep, args=(pumps, near, far))]
                for thread in self._threads[-3:]:
                    thread.start()


def _pump(source: socket.socket, sink: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while data := source.recv(65536):
            sink.sendall(data)
    for end in (source, sink):
        with contextlib.suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)


def _sweep(pumps: list[threading.Thread], *ends: socket.socket) -> None:
    for pump in pumps:
        pump.join()
    for end in ends:
        end.close()


@contextlib.contextmanager
def cable_to(url: str) -> Iterator[tuple[Cable, str]]:
    """Lay a cable to the server of a URL; yield it and the URL of its near end."""
    parts = urlsplit(url)
    assert parts.hostname
    assert parts.port
    cable = Cable(parts.hostname, parts.port)
    account, at, _place = parts.netloc.rpartition("@")
    try:
        yield cable, urlunsplit(parts._replace(netloc=f"{account}{at}127.0.0.1:{cable.port}"))
    finally:
        cable.close()
