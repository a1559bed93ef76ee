"""Files that go along with a form: kept once, then carried by the form in signed fields until it is sent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from itsdangerous import BadSignature, URLSafeTimedSerializer
from pydantic import ValidationError
from wtforms import Field

from shared.clock import Clock
from shared.contracts.resources import FileRef
from webform.refusals import sent_before

LASTS = timedelta(hours=24)
"""``files`` removes after 48 hours what no incident has named; what is sent waits for ``intake`` besides."""
OPENING = "opening"
"""The scope of files that go along with a new incident; else it is the incident's id."""
_PICTURES = "image/"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A kept file; ``digest`` is of what was chosen, ``sealed`` is what a form carries.

    What ``is_over`` was chosen so long ago that it may be gone when the form is sent.
    """

    ref: FileRef
    digest: str
    sealed: str
    is_over: bool = False

    @property
    def is_picture(self) -> bool:
        """Tell whether there is a thumbnail of it."""
        return is_picture(self.ref)


def is_picture(ref: FileRef) -> bool:
    """Tell whether a file is shown with its thumbnail."""
    return ref.media_type.startswith(_PICTURES)


class Seals:
    """Signs what a form carries, so that nobody names a file that they have not sent with this very form."""

    def __init__(self, secret: str, clock: Clock) -> None:
        self._signer = URLSafeTimedSerializer(secret, salt="file of a form")
        self._clock = clock

    def seal(self, ref: FileRef, digest: str, scope: str) -> Attachment:
        """Return the attachment of a file that has just been kept, for forms of this scope."""
        said = [scope, digest, ref.id.hex, ref.name, ref.media_type, ref.size]
        return Attachment(ref, digest, self._signer.dumps(said))

    def read(self, sealed: str, scope: str | None = None) -> Attachment | None:
        """Return what a form carried; None for what is not ours, or of another scope where one is given."""
        try:
            said, at = self._signer.loads(sealed, return_timestamp=True)
            found, digest, id_, name, media_type, size = said
            ref = FileRef(id=UUID(hex=id_), name=name, media_type=media_type, size=size)
        except (BadSignature, ValidationError, ValueError, TypeError):
            return None
        is_over = self._clock() - at > LASTS
        return Attachment(ref, digest, sealed, is_over) if scope in {None, found} else None


class FilesField(Field):
    """The files of a form, as attachments; ``attaching`` fills it, and adds what was wrong with others."""

    data: list[Attachment]
    process_errors: list[str]
    is_too_large = False
    """One of them was larger than a file may be."""
    is_down = False
    """One could not be kept just now."""

    def process_data(self, value: Any) -> None:  # noqa: ARG002 (WTForms' own)
        """Begin without files."""
        self.data = []

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        """Do nothing: what a form sends is not kept yet."""

    def refuse(self, sentence: str) -> None:
        """Say what was wrong with a file; it stays said when the form is validated."""
        self.process_errors = [*self.process_errors, sentence]
        self.errors = self.process_errors

    def drop(self, attachments: Sequence[Attachment]) -> None:
        """Leave out what an incident has already, and say so."""
        self.data = [each for each in self.data if each not in attachments]
        for each in attachments:
            self.refuse(sent_before(each.ref.name))

    def carried(self) -> list[str]:
        """Return what a form carries of them."""
        return [each.sealed for each in self.data]

    def refs(self) -> tuple[FileRef, ...]:
        """Return how a command names the files."""
        return tuple(each.ref for each in self.data)

    def digests(self) -> tuple[str, ...]:
        """Return what tells these files from others, whenever and however often they were kept."""
        return tuple(each.digest for each in self.data)

    @property
    def status(self) -> int:
        """Return the HTTP status of the form that comes back because of its files."""
        return 413 if self.is_too_large else 503 if self.is_down else 400
