"""Files of a conversation, and of a form that is not sent yet, handed on from ``files`` piece by piece."""

from contextlib import ExitStack
from uuid import UUID

from flask import Blueprint, Response, abort, make_response, render_template, request

from webform.attaching import attach
from webform.attachments import OPENING
from webform.fair import Action, limited
from webform.files import FilesUnavailableError
from webform.forms import UploadForm
from webform.parts import parts
from webform.routes.tracking import opened_by

files = Blueprint("files", __name__)
_PIECE = 64 * 1024
_HANDED_ON = (
    "Content-Type",
    "Content-Length",
    "Content-Disposition",
    "Content-Security-Policy",
    "Cache-Control",
    "ETag",
)


@files.post("/incidents/new/files")
@limited(Action.UPLOADS)
def take() -> Response:
    """Keep a file for a new incident; the answer is the piece of the page that shows it, or says why not."""
    return _taken(OPENING)


@files.post("/incidents/<reference>/files")
@limited(Action.UPLOADS)
def take_for(reference: str) -> Response:
    """Keep a file for a message of the incident."""
    return _taken(str(opened_by(reference)))


@files.get("/incidents/<reference>/files/<uuid:file_id>")
def read(reference: str, file_id: UUID) -> Response:
    """A file of the incident whose link was opened: a picture is shown, all else is saved."""
    return _handed_on(str(file_id), {"incident": str(opened_by(reference))})


@files.get("/incidents/<reference>/files/<uuid:file_id>/thumbnail")
def thumbnail(reference: str, file_id: UUID) -> Response:
    """A picture of the incident, small."""
    return _handed_on(f"{file_id}/thumbnail", {"incident": str(opened_by(reference))})


@files.get("/files/<sealed>/thumbnail")
def preview(sealed: str) -> Response:
    """A picture that goes along with a form, small, for who has sent it."""
    found = parts().seals.read(sealed)
    if found is None:
        abort(404)
    return _handed_on(f"{found.ref.id}/thumbnail", {"file": str(found.ref.id)})


def _taken(scope: str) -> Response:
    form = UploadForm()
    ticket = parts().tickets.read(form.ticket.data)
    if ticket is None or not form.validate():
        # The page was open for too long: its form says so, and takes the file then.
        abort(400)
    attach(form.files, scope, ticket)
    status = form.files.status if form.files.errors else 201
    return make_response(render_template("_uploaded.html", field=form.files), status)


def _handed_on(address: str, claims: dict[str, str]) -> Response:
    # The bytes are handed on as they are, so nobody may pack them on the way.
    wanted = {"Accept-Encoding": "identity"}
    if known := request.headers.get("If-None-Match"):
        wanted["If-None-Match"] = known
    with ExitStack() as stack:
        try:
            answer = stack.enter_context(parts().files.read(address, claims, request.method, wanted))
        except FilesUnavailableError:
            abort(503)
        if answer.status_code == 404:
            abort(404)
        response = Response(answer.iter_raw(_PIECE), answer.status_code)
        for name in _HANDED_ON:
            if name in answer.headers:
                response.headers[name] = answer.headers[name]
        # It stays open for as long as the browser reads.
        response.call_on_close(stack.pop_all().close)
        return response
