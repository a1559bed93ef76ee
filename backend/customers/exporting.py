"""Everything about somebody, as a zip: for themselves with a proof, for who leads with an audit entry."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from threading import BoundedSemaphore
from typing import Any
from uuid import UUID

from flask import Response, request
from flask_openapi3 import APIBlueprint

from backend.customers.archive import Archive
from backend.customers.domain import Customer, Editor
from backend.customers.owner import Owners
from backend.customers.records import Mint, Records
from backend.customers.requests import CustomerPath, GuestExportBody, ProofBody
from backend.customers.store import CustomerStore
from backend.customers.views import CustomerView, OwnAuditEntry, OwnSession
from backend.kit.auth import current_identity, require
from backend.kit.open_sessions import OpenSessions
from backend.kit.problems import Problem
from shared.clock import Clock
from shared.contracts.vocabulary import Role
from shared.tokens import Issuer

MOST_AT_ONCE = 2
"""Each holds a thread for as long as it is fetched; the others go on signing people in."""
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
        self._places = BoundedSemaphore(MOST_AT_ONCE)

    def of_customer(self, customer: Customer) -> Response:
        """Return the zip of a customer, with their incidents as they see them.

        Raises RecordsUnavailableError.
        """

        def mint() -> str:
            return self._mint(customer)

        incidents = self._records.of_customer(mint)
        return self._sent(Archive(self._account(customer), incidents), mint)

    def of_guest(self, email: str, reason: str, token: str) -> Response:
        """Return the zip of who has no account, for who holds ``token``; raise RecordsUnavailableError."""
        incidents = self._records.of_guest(email, reason, token)
        return self._sent(Archive(None, incidents), lambda: token)

    def note(self, customer: Customer, by: Editor) -> None:
        """Note that somebody of the staff takes a customer's data out."""
        self._store.note_export(customer.id, by)

    def _account(self, customer: Customer) -> dict[str, Any]:
        sessions = [OwnSession.of(session) for session in self._sessions.of(customer.id)]
        audit = [OwnAuditEntry.of(entry) for entry in self._store.audit_of(customer.id)]
        return {
            "exported_at": self._clock().isoformat(),
            "profile": CustomerView.of(customer).model_dump(mode="json"),
            "sessions": [each.model_dump(mode="json") for each in sessions],
            "changes_by_staff": [each.model_dump(mode="json") for each in audit],
        }

    def _sent(self, archive: Archive, mint: Mint) -> Response:
        """Begin only when all can be had; what fails after that breaks the transfer off."""
        if archive.has_files:
            self._records.check_files()
        if not self._places.acquire(blocking=False):
            title = "Others are being served just now. Try again in a minute."
            raise Problem(503, title, type="busy", headers={"Retry-After": "60"})

        def open_file(file_id: UUID) -> AbstractContextManager[Iterator[bytes] | None]:
            return self._records.file(file_id, mint)

        place = ExitStack()
        place.callback(self._places.release)

        def pieces() -> Iterator[bytes]:
            with place:
                yield from archive.pieces(open_file)

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
        exports.note(customer, Editor(id=identity.subject, name=identity.name or identity.subject))
        return exports.of_customer(customer)

    @api.post("/guest-exports", responses={200: _ZIP})
    @require(Role.SUPERVISOR)
    def export_guest(body: GuestExportBody) -> Response:
        """Everything that was opened with an e-mail and no account; ``resolution`` audits it."""
        token = request.headers["Authorization"].partition(" ")[2].strip()
        return exports.of_guest(body.email, body.reason, token)
