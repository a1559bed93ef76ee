"""Takes the files of a posted form: those that it carries, and those just chosen, which are kept at once.

What was kept is not asked for again, whatever else is wrong with the form.
"""

import hashlib
import time
from collections.abc import Sequence
from itertools import chain
from typing import IO

import structlog
from flask import request
from werkzeug.datastructures import FileStorage

from shared.contracts.resources import FileRef
from shared.contracts.vocabulary import FILE_MAX_BYTES, FILES_MAX
from webform.attachments import FilesField
from webform.files import FilesUnavailableError, RefusedFileError
from webform.parts import parts
from webform.refusals import TOO_LARGE, UNAVAILABLE, over, refusal, too_many
from webform.submission import Ticket

CARRIED = "kept"
"""The fields in which a form carries the files that are kept already."""
REMOVED = "remove"
"""The button that takes one of them out."""
PATIENCE_S = 60.0
"""After so long no further file of the same post is looked at: a person waits."""
log = structlog.stdlib.get_logger(__name__)


def attach(
    field: FilesField, scope: str, ticket: Ticket, chosen: Sequence[FileStorage] | None = None
) -> None:
    """Put the files of the present request into a form's field, with a sentence for each that is refused.

    ``chosen`` are those of its files that are to be kept; all of them where it is None.
    """
    removed = request.form.get(REMOVED)
    carry_on(field, scope, [each for each in request.form.getlist(CARRIED) if each != removed])
    if chosen is None:
        chosen = just_chosen(field)
    room = FILES_MAX - len(field.data)
    taking = _Taking(field, scope, ticket)
    for sent in chosen[:room]:
        taking.take(sent)
    if chosen[room:]:
        field.refuse(too_many([sent.filename or "" for sent in chosen[room:]]))


def just_chosen(field: FilesField) -> list[FileStorage]:
    """Return the files that come with the present request; none is kept yet."""
    # A browser sends a nameless part where none was chosen.
    return [sent for sent in request.files.getlist(field.name) if sent.filename]


def carry_on(field: FilesField, scope: str, carried: Sequence[str]) -> None:
    """Put the files that a form has carried into its field."""
    for sealed in dict.fromkeys(carried):
        found = parts().seals.read(sealed, scope)
        if found and found.is_over:
            field.refuse(over(found.ref.name))
        elif found:
            field.data.append(found)
    del field.data[FILES_MAX:]


class _Taking:
    """Takes the files of one post, one after the other."""

    def __init__(self, field: FilesField, scope: str, ticket: Ticket) -> None:
        self._field = field
        self._scope = scope
        self._ticket = ticket
        self._until = time.monotonic() + PATIENCE_S

    def take(self, sent: FileStorage) -> None:
        """Keep a file, or say why not."""
        field, name = self._field, sent.filename or ""
        digest, size = _digest(name, sent.stream)
        if digest in field.digests():
            return
        if size > FILE_MAX_BYTES:
            field.is_too_large = True
            field.refuse(refusal(TOO_LARGE, name))
            return
        try:
            ref = self._keep(sent, digest)
        except RefusedFileError as error:
            field.refuse(refusal(error.fault, name))
        except FilesUnavailableError as error:
            log.warning("a file was not taken", reason=str(error))
            field.is_down = True
            field.refuse(refusal(UNAVAILABLE, name))
        else:
            field.data.append(parts().seals.seal(ref, digest, self._scope))

    def _keep(self, sent: FileStorage, digest: str) -> FileRef:
        if self._field.is_down or time.monotonic() > self._until:
            raise FilesUnavailableError("nobody waits twice")
        # A double click keeps it once. With other words it is another file: those may open another
        # incident, and a file belongs to one.
        words = chain.from_iterable(sorted(request.form.items(multi=True)))
        key = self._ticket.identity("file", digest, *words)
        return parts().files.keep(sent.filename or "", sent.stream, key)


def _digest(name: str, stream: IO[bytes]) -> tuple[str, int]:
    """Return what tells a file from others, and its size."""
    digest, size = hashlib.sha256(name.encode("utf-8", "replace") + b"\0"), 0
    while piece := stream.read(64 * 1024):
        digest.update(piece)
        size += len(piece)
    stream.seek(0)
    return digest.hexdigest()[:32], size
