"""Everything about somebody, as a zip: for themselves with a proof, for who leads with an audit entry."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack
from threading import Lock
from time import monotonic
from typing import Any
from uuid import UUID

from flask import Response, request
from flask_openapi3 import APIBlueprint

from backend.customers.archive import Archive
from backend.customers.domain import Customer, Editor
from backend.customers.owner import Owners
from backend.customers.records import Mint, Records, RecordsUnavailableError
from backend.customers.requests import CustomerPath, GuestExportBody, ProofBody
from backend.customers.store import CustomerStore
from backend.customers.views import CustomerView, OwnAuditEntry, OwnSession
from backend.kit.auth import current_identity, require
from backend.kit.open_sessions import OpenSessions
from backend.kit.problems import Problem
from backend.kit.stalling import bound_stalls
from shared.clock import Clock
from shared.contracts.resources import IncidentDetail
from shared.contracts.vocabulary import Role
from shared.tokens import Issuer

MOST_AT_ONCE = 2
"""Each holds a thread for as long as it is fetched; the others go on signing people in."""
LONGEST_S = 1800.0
"""So long one may be fetched; then it breaks off. Who takes nothing at all is let go much sooner."""
_ZIP = {
    "description": "The zip: account.json, incidents.json, files/, manifest.json.",
    "content": {"application/zip": {"schema": {"type": "string", "format": "binary"}}},
}
MintFor = Callable[[Customer], str]
"""Returns a token of a customer, for the services that keep something of theirs."""


class Exports:
    """Gathers what is known about somebody, and sends it."""

    def __init__(
        self, store: CustomerStore, sessions: OpenSessions, records: Records, mint: MintFor, clock: Clock
    ) -> None:
        self._store = store
        self._sessions = sessions
        self._records = records
        self._mint = mint
        self._clock = clock
        self._served: set[str] = set()
        self._lock = Lock()

    def of_customer(self, customer: Customer, by: Editor | None = None) -> Response:
        """Return the zip of a customer, with their incidents as they see them.

        Where somebody of the staff takes it out that is noted, once it can be had.
        Raises RecordsUnavailableError.
        """

        def mint() -> str:
            return self._mint(customer)

        with self._place(customer.id) as place:
            incidents = self._records.of_customer(mint)
            self._check_files(incidents)
            if by is not None:
                self._store.note_export(customer.id, by)
            return self._sent(Archive(self._account(customer), incidents), mint, place.pop_all())

    def of_guest(self, email: str, reason: str, token: str) -> Response:
        """Return the zip of who has no account, for who holds ``token``; raise RecordsUnavailableError."""
        with self._place(email) as place:
            incidents = self._records.of_guest(email, reason, token)
            self._check_files(incidents)
            return self._sent(Archive(None, incidents), lambda: token, place.pop_all())

    def _place(self, whose: str) -> ExitStack:
        """Take a place before anything is asked for, one for each person; leaving the stack gives it back."""
        with self._lock:
            if whose in self._served or len(self._served) >= MOST_AT_ONCE:
                title = "Others are being served just now. Try again in a minute."
                raise Problem(503, title, type="busy", headers={"Retry-After": "60"})
            self._served.add(whose)
        place = ExitStack()
        place.callback(self._served.discard, whose)
        return place

    def _check_files(self, incidents: Sequence[IncidentDetail]) -> None:
        """Begin only when all can be had; what fails after that breaks the transfer off."""
        if Archive(None, incidents).has_files:
            self._records.check_files()

    def _account(self, customer: Customer) -> dict[str, Any]:
        sessions = [OwnSession.of(session) for session in self._sessions.of(customer.id)]
        audit = [OwnAuditEntry.of(entry) for entry in self._store.audit_of(customer.id)]
        return {
            "exported_at": self._clock().isoformat(),
            "profile": CustomerView.of(customer).model_dump(mode="json"),
            "sessions": [each.model_dump(mode="json") for each in sessions],
            "changes_by_staff": [each.model_dump(mode="json") for each in audit],
        }

    def _sent(self, archive: Archive, mint: Mint, place: ExitStack) -> Response:
        bound_stalls()
        until = monotonic() + LONGEST_S

        def open_file(file_id: UUID) -> AbstractContextManager[Iterator[bytes] | None]:
            return self._records.file(file_id, mint)

        def pieces() -> Iterator[bytes]:
            with place:
                for piece in archive.pieces(open_file):
                    if monotonic() > until:  # a slow reader keeps nobody else out for longer
                        raise RecordsUnavailableError("the export took too long")
                    yield piece

        response = Response(pieces(), mimetype="application/zip")
        response.call_on_close(place.close)  # also where nobody waited for the first piece
        name = f"ventanilla-{self._clock():%Y-%m-%d}.zip"
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        return response


def add_exports(api: APIBlueprint, exports: Exports, store: CustomerStore, owners: Owners) -> None:
    """Add the routes that hand out what is known about somebody."""

    @api.post("/customers/me/export", responses={200: _ZIP})
    @require(issuer=Issuer.CUSTOMERS)
    def export_own(body: ProofBody) -> Response:
        """Everything about the signed-in customer."""
        owner = owners.present()
        owners.prove(owner, body.password)
        return exports.of_customer(owner.customer)

    @api.post("/customers/<string:customer_id>/export", responses={200: _ZIP})
    @require(Role.SUPERVISOR)
    def export_one(path: CustomerPath) -> Response:
        """Everything about a customer, to be handed to them; it is audited."""
        customer, identity = store.get(path.customer_id), current_identity()
        by = Editor(id=identity.subject, name=identity.name or identity.subject)
        return exports.of_customer(customer, by)

    @api.post("/guest-exports", responses={200: _ZIP})
    @require(Role.SUPERVISOR)
    def export_guest(body: GuestExportBody) -> Response:
        """Everything that was opened with an e-mail and no account; ``resolution`` audits it."""
        token = request.headers["Authorization"].partition(" ")[2].strip()
        return exports.of_guest(body.email, body.reason, token)
