"""Posts with files: larger than others, read to disk, and never waited for without an end.

Each takes room on the disk and a place among the connections of its worker, which also serve the tracking
pages. So there may be only so many at once, and who sends nothing for a while, or goes on for too long, is
sent away.
"""

import socket
import tempfile
import threading
import time
from typing import IO, Any

from flask import Flask, Request, current_app, g, request
from werkzeug.exceptions import RequestTimeout, ServiceUnavailable

from shared.contracts.vocabulary import FILE_MAX_BYTES, FILES_MAX

LARGEST_POST = 128 * 1024**2
"""Bytes. Files of more than 10 MB, and more than five, are read and thrown away: so the words come back."""
IN_MEMORY = 64 * 1024
SILENCE_S = 20.0
LONGEST_S = 300.0
"""Five large photos take as long where one sends a megabit a second."""
TURN_S = 5.0
_FORMS = "multipart/form-data"


class UploadRequest(Request):
    """A request whose files go to disk, each cut where it is larger than any that we take."""

    _files_begun = 0

    def _get_file_stream(
        self,
        total_content_length: int | None,  # noqa: ARG002 (Werkzeug's own)
        content_type: str | None,  # noqa: ARG002
        filename: str | None = None,
        content_length: int | None = None,  # noqa: ARG002
    ) -> IO[bytes]:
        # A browser sends a nameless part where none was chosen.
        self._files_begun += bool(filename)
        return _CutFile(FILE_MAX_BYTES + 1 if self._files_begun <= FILES_MAX else 0)


class _CutFile(tempfile.SpooledTemporaryFile[bytes]):
    """A temporary file that lets go of all beyond ``most`` bytes."""

    def __init__(self, most: int) -> None:
        super().__init__(IN_MEMORY)
        self._room = most

    def write(self, piece: Any) -> int:
        """Write what fits, and take the rest as written."""
        fitting = piece[: self._room]
        self._room -= len(fitting)
        super().write(fitting)
        return len(piece)


class _Patient:
    """A request's body, read with a limit on each wait and on the whole."""

    def __init__(self, body: IO[bytes], connection: socket.socket | None) -> None:
        self._body = body
        self._connection = connection
        self._until = time.monotonic() + LONGEST_S

    def read(self, size: int = -1) -> bytes:
        """Read; raise RequestTimeout where it takes too long."""
        if time.monotonic() > self._until:
            raise RequestTimeout
        # What comes in fast would hold up all others of the worker.
        time.sleep(0)
        if self._connection:
            self._connection.settimeout(SILENCE_S)
        try:
            return self._body.read(size)
        except TimeoutError as error:
            raise RequestTimeout from error
        finally:
            if self._connection:
                self._connection.settimeout(None)


def take_files(app: Flask, endpoints: frozenset[str], most: int) -> None:
    """Let these endpoints take posts with files, ``most`` at a time in this process."""
    app.request_class = UploadRequest
    turns = threading.BoundedSemaphore(most)

    @app.before_request
    def begin() -> None:
        if request.endpoint not in endpoints or request.mimetype != _FORMS:
            return
        if _is_large():
            if not turns.acquire(timeout=TURN_S):
                raise ServiceUnavailable
            g.upload_turn = turns
        request.max_content_length = LARGEST_POST
        environ = request.environ
        environ["wsgi.input"] = _Patient(environ["wsgi.input"], environ.get("gunicorn.socket"))

    @app.teardown_request
    def end(_: BaseException | None) -> None:
        if turn := g.pop("upload_turn", None):
            turn.release()


def _is_large() -> bool:
    """Tell whether more comes than words; of what comes in chunks nobody knows."""
    usual: int = current_app.config["MAX_CONTENT_LENGTH"]
    return request.content_length is None or request.content_length > usual
