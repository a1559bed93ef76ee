"""Files over HTTP: taken, examined and kept; handed out to whoever may see their incident."""

import hashlib
from collections.abc import Callable
from typing import IO
from uuid import UUID, uuid4

import structlog
from flask import Response, request, url_for
from flask_openapi3 import APIBlueprint, FileStorage, Tag

from backend.files.answers import contents, likeness, not_found
from backend.files.domain import EXTENSIONS, WEBP, Fault, RefusedFileError, StoredFile, Upload
from backend.files.examiner import Examiner
from backend.files.names import fitting_name
from backend.files.requests import FilePath, UploadForm, UploadHeaders
from backend.files.store import FileStore
from backend.kit.auth import current_identity, require
from backend.kit.problems import Problem
from backend.kit.tokens import Identity
from shared.clock import Clock
from shared.contracts.resources import FileRef
from shared.contracts.vocabulary import FILE_MAX_BYTES, Role

log = structlog.stdlib.get_logger(__name__)
OwnerOf = Callable[[UUID], str | None]
"""Returns the customer whose incident it is; None for a guest's, or where there is none."""
_FILE = "/files/<uuid:file_id>"
_BYTES = {"schema": {"type": "string", "format": "binary"}}
_CONTENTS = {"description": "The contents.", "content": dict.fromkeys(EXTENSIONS, _BYTES)}
_THUMBNAIL = {"description": "The thumbnail.", "content": {WEBP: _BYTES}}
_tag = Tag(name="files", description="Pictures, documents and texts of conversations")


def demand_form() -> None:
    """Refuse a body that is not a form with a file; it is read by whoever needs it, never as a whole."""
    sends = request.content_length or request.headers.get("Transfer-Encoding")
    if request.routing_exception is None and sends and request.mimetype != "multipart/form-data":
        title = "The body must be a form with one file."
        raise Problem(415, title, "Send Content-Type: multipart/form-data.", type="not-a-form")


def files_api(store: FileStore, examiner: Examiner, owner_of: OwnerOf, clock: Clock) -> APIBlueprint:
    """Return the routes under ``/api/v1``."""
    api = APIBlueprint("files", __name__, url_prefix="/api/v1", abp_tags=[_tag])
    _add_taking(api, store, examiner, clock)
    _add_reading(api, store, owner_of)
    return api


def _add_taking(api: APIBlueprint, store: FileStore, examiner: Examiner, clock: Clock) -> None:
    @api.post("/files", responses={201: FileRef})
    @require()
    def take(form: UploadForm, header: UploadHeaders) -> tuple[Response, int, dict[str, str]]:
        """Keep a file, for an incident or message that will name it within 48 hours."""
        identity = current_identity()
        if identity.is_customer:
            raise Problem(403, "Customers send files through the web form.", type="forbidden")
        if len(list(request.files.items(multi=True))) != 1:
            raise Problem(400, "Send one file at a time.", type="invalid-request")
        upload = _upload(form.file, header.idempotency_key, identity)
        file = store.repeated(upload) or _keep(form.file, upload, store, examiner, clock)
        body = Response(file.ref().model_dump_json(), mimetype="application/json")
        return body, 201, {"Location": url_for("files.read", file_id=file.id)}

    @api.delete(_FILE, responses={204: None})
    @require(Role.ADMIN)
    def remove(path: FilePath) -> tuple[str, int]:
        """Remove a file for good, as when a person is erased."""
        store.remove(path.file_id)
        log.info("file erased", file_id=str(path.file_id), by=current_identity().subject)
        return "", 204


def _add_reading(api: APIBlueprint, store: FileStore, owner_of: OwnerOf) -> None:
    def visible(file_id: UUID) -> StoredFile:
        file = store.get(file_id)
        if not _may_read(current_identity(), file, owner_of):
            raise not_found()
        return file

    @api.get(_FILE, responses={200: _CONTENTS, 304: None})
    @require()
    def read(path: FilePath) -> Response:
        """A file, for those who may see its incident; a picture is shown, all else is saved."""
        return contents(visible(path.file_id), store.open(path.file_id))

    @api.get(f"{_FILE}/thumbnail", responses={200: _THUMBNAIL, 304: None})
    @require()
    def read_thumbnail(path: FilePath) -> Response:
        """A picture within 320 × 320 pixels; what is no picture has none."""
        file, small = visible(path.file_id), store.thumbnail(path.file_id)
        if small is None:
            raise not_found()
        return likeness(file, small)


def _keep(
    sent: FileStorage, upload: Upload, store: FileStore, examiner: Examiner, clock: Clock
) -> StoredFile:
    with examiner.examine(sent) as found:
        name = fitting_name(upload.name, found.media_type)
        named = Upload(name, upload.sender, upload.key, upload.fingerprint)
        return store.add(named, found, clock())


def _upload(sent: FileStorage, key: UUID | None, identity: Identity) -> Upload:
    """Return who sends what; the key of one caller is none of another's."""
    given, sender = sent.filename or "", f"{identity.issuer}:{identity.subject}"
    return Upload(given, sender, f"{sender}:{key or uuid4()}", _fingerprint(given, sent.stream))


def _fingerprint(name: str, stream: IO[bytes]) -> str:
    digest, size = hashlib.sha256(name.encode("utf-8", "replace") + b"\0"), 0
    while piece := stream.read(64 * 1024):
        digest.update(piece)
        size += len(piece)
    stream.seek(0)
    if size > FILE_MAX_BYTES:
        raise RefusedFileError(Fault.TOO_LARGE, "A file has 10 MB at most.")
    return digest.hexdigest()


def _may_read(identity: Identity, file: StoredFile, owner_of: OwnerOf) -> bool:
    if identity.is_employee or file.is_internal:
        return identity.is_employee
    if file.incident_id is None:
        # The web form shows its guest what goes along before anything is opened.
        return identity.guest_file == str(file.id)
    if identity.is_customer:
        return owner_of(file.incident_id) == identity.subject
    return identity.guest_incident == str(file.incident_id)
