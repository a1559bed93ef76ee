"""The service ``resolution`` on a real database, and an employee who calls it."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask.testing import FlaskClient

from backend.incidents import rules
from backend.incidents.model import Incident
from backend.incidents.store import IncidentStore
from backend.kit.mongo import Database
from backend.knowledge.seeds import first_categories
from backend.resolution.app import ResolutionSettings, create_app
from shared.contracts.envelope import Envelope
from shared.contracts.knowledge import CategoryDefinition
from shared.contracts.vocabulary import Role
from shared.tokens import AUDIENCE, Issuer, TokenSigner
from tests.support.keys import employee_token, new_key_pem, served_keys
from tests.support.openings import MARTA, NOON, cause, opening


class StaffDesk:
    """Calls ``resolution`` as Ana, on the version that an incident has."""

    def __init__(
        self, client: FlaskClient, database: Database, employees: TokenSigner, customers: TokenSigner
    ) -> None:
        self._client = client
        self._database = database
        self._employees, self._customers = employees, customers
        self.store = IncidentStore(database, "resolution")
        self.store.prepare()

    def open(self, customer_id: str | None = MARTA.id, category: str = "damaged") -> Incident:
        """Open an incident, as intake does."""
        change = rules.open_incident(opening(customer_id, category), NOON)
        self.store.open_many([(change, cause(change.incident.id))])
        return change.incident

    def ask(
        self,
        method: str,
        incident: Incident | UUID,
        part: str,
        body: Any = None,
        *,
        seen: int | None = None,
        key: UUID | None = None,
        **claims: Any,
    ) -> Any:
        """Ask for a change of the version that is current, or of the one that was ``seen``."""
        incident_id = incident if isinstance(incident, UUID) else incident.id
        version = seen or self.store.get(incident_id).version
        role = claims.pop("role", Role.AGENT)
        token = employee_token(self._employees, role, **claims)
        headers = {"Authorization": f"Bearer {token}", "If-Match": f'"{version}"'}
        if key:
            headers["Idempotency-Key"] = str(key)
        place = f"/api/v1/incidents/{incident_id}/{part}"
        return self._client.open(place, method=method, json=body, headers=headers)

    def put(self, incident: Incident, part: str, body: Any = None, **how: Any) -> Any:
        """Ask, and expect the new row."""
        return self._row(self.ask("PUT", incident, part, body, **how))

    def delete(self, incident: Incident, part: str, **how: Any) -> Any:
        """Ask, and expect the new row."""
        return self._row(self.ask("DELETE", incident, part, **how))

    def read(self, incident: Incident | UUID, part: str = "") -> Any:
        """Read an incident as an employee."""
        return self._get(incident, part, employee_token(self._employees))

    def read_as(self, customer_id: str | None, incident: Incident) -> Any:
        """Read an incident as one of its customers."""
        claims = {"sub": customer_id, "name": MARTA.name, "aud": AUDIENCE}
        return self._get(incident, "", self._customers.sign(claims, timedelta(minutes=1)))

    def events(self, incident: Incident | UUID) -> list[Envelope]:
        """Return the events of an incident that wait for the relay, oldest first."""
        incident_id = incident if isinstance(incident, UUID) else incident.id
        found = [Envelope.unseal(one["body"]) for one in self._database["outbox"].find()]
        mine = [one for one in found if one.subject == incident_id]
        return sorted(mine, key=lambda one: one.version)

    def _get(self, incident: Incident | UUID, part: str, token: str) -> Any:
        incident_id = incident if isinstance(incident, UUID) else incident.id
        place = f"/api/v1/incidents/{incident_id}{part}"
        answer = self._client.get(place, headers={"Authorization": f"Bearer {token}"})
        assert answer.status_code == 200, answer.text
        return answer.get_json()

    def _row(self, answer: Any) -> Any:
        assert answer.status_code == 200, answer.text
        row = answer.get_json()
        assert answer.headers["ETag"] == f'"{row["version"]}"'
        return row


def put_category(database: Database, category: CategoryDefinition) -> None:
    """Keep a category as ``knowledge`` does."""
    document = category.model_dump()
    slug = document.pop("slug")
    database["categories"].replace_one({"_id": slug}, {"_id": slug, **document}, upsert=True)


@pytest.fixture
def desk(
    database: Database,
    database_uri: str,
    employees_signer: TokenSigner,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[StaffDesk]:
    """The service, its database, and the categories of a first start."""
    customers_signer = TokenSigner(new_key_pem(), Issuer.CUSTOMERS)
    monkeypatch.setattr("backend.resolution.app.connect", lambda _uri, _name: database)
    for category in first_categories():
        put_category(database, category)
    with served_keys(customers_signer) as customers, served_keys(employees_signer) as employees:
        settings = ResolutionSettings(
            mongodb_uri=database_uri,
            employees_url=employees,
            customers_url=customers,
            webform_url="http://127.0.0.1:9",
        )
        client = create_app(settings).test_client()
        yield StaffDesk(client, database, employees_signer, customers_signer)
