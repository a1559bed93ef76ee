"""How ``files`` answers: what is kept, for showing or saving, or the problem with it."""

from io import BytesIO
from typing import IO, cast

from flask import Flask, Response, request
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.utils import send_file

from backend.files.domain import SHOWN_IN_PLACE, Fault, RefusedFileError, StoredFile, UnknownFileError
from backend.files.examiner import BusyError
from backend.kit.causes import ReusedCauseError
from backend.kit.problems import Problem, problem_response
from backend.kit.stalling import bound_stalls

_HARMLESS = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; sandbox"
"""What a page may do that a browser makes of a file: nothing."""


def contents(file: StoredFile, opened: IO[bytes]) -> Response:
    """Return a file, or 304 where the caller has it; it is sent piece by piece, while it is read on."""
    bound_stalls()
    response = _sent(
        opened,
        mimetype=file.media_type,
        name=file.name,
        etag=str(file.id),
        as_attachment=file.media_type not in SHOWN_IN_PLACE,
    )
    if response.status_code == 200:
        response.content_length = file.size
    return response


def likeness(file: StoredFile, small: bytes) -> Response:
    """Return a thumbnail, or 304."""
    name = f"{file.name.rpartition('.')[0]}.webp"
    return _sent(BytesIO(small), mimetype="image/webp", name=name, etag=f"{file.id}-thumbnail")


def not_found() -> Problem:
    """Return the one answer for what does not exist and for what is none of the caller's business."""
    return Problem(404, "There is no such file.", type="unknown-file")


def answer_rules(app: Flask) -> None:
    """Have the rules' errors answered as problem documents."""

    def refused(error: RefusedFileError) -> Response:
        status = 413 if error.fault is Fault.TOO_LARGE else 422
        return problem_response(Problem(status, "This file is not taken.", error.why, type=error.fault))

    def too_large(_: RequestEntityTooLarge) -> Response:
        return refused(RefusedFileError(Fault.TOO_LARGE, "Send one file of 10 MB at most."))

    def unknown(_: UnknownFileError) -> Response:
        return problem_response(not_found())

    def reused(_: ReusedCauseError) -> Response:
        title = "This Idempotency-Key belongs to another file."
        return problem_response(Problem(422, title, "Send a new key.", type="reused-key"))

    def busy(_: BusyError) -> Response:
        title = "Too many files are coming in."
        return problem_response(Problem(503, title, type="busy", headers={"Retry-After": "5"}))

    app.register_error_handler(RefusedFileError, refused)
    app.register_error_handler(RequestEntityTooLarge, too_large)
    app.register_error_handler(UnknownFileError, unknown)
    app.register_error_handler(ReusedCauseError, reused)
    app.register_error_handler(BusyError, busy)


def _sent(
    content: IO[bytes], *, mimetype: str, name: str, etag: str, as_attachment: bool = False
) -> Response:
    response = send_file(
        content,
        request.environ,
        mimetype=mimetype,
        as_attachment=as_attachment,
        download_name=name,
        etag=etag,
        response_class=Response,
    )
    response.headers["Content-Security-Policy"] = _HARMLESS
    response.headers["Cross-Origin-Resource-Policy"] = "same-site"
    response.headers["Accept-Ranges"] = "none"
    # Asked for again each time: whose it is may change, and erased is erased.
    response.headers["Cache-Control"] = "private, no-cache"
    return cast("Response", response)
