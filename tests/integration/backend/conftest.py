"""The two services that know people, on a real database."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from flask.testing import FlaskClient

from backend.customers.app import CustomersSettings
from backend.customers.app import create_app as create_customers
from backend.employees.app import EmployeesSettings
from backend.employees.app import create_app as create_employees
from backend.kit import mongo, passwords
from backend.kit.chores import Chore
from backend.kit.mongo import Database
from shared.messaging.memory import MemoryBroker, MemoryPublisher
from shared.tokens import TokenSigner
from tests.support.account_mails import Mailbox
from tests.support.keys import new_key_pem, served_keys

CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
NOBODY = CHEAP.hash("nobody has this password")
ADMIN = {"email": "admin@example.com", "password": "the first of all admins"}


@pytest.fixture(autouse=True)
def passwords_cost_little(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same Argon2id with the least work; what it really takes is tested in the kit and on the stack."""
    monkeypatch.setattr(passwords, "_hasher", CHEAP)
    monkeypatch.setattr(passwords, "_NOBODY", NOBODY)


@pytest.fixture(autouse=True)
def no_connection_stays_open(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A process closes its client by ending; here it must be done by hand."""
    opened: list[Database] = []

    def connect(uri: str, appname: str) -> Database:
        opened.append(mongo.connect(uri, appname))
        return opened[-1]

    monkeypatch.setattr("backend.employees.app.connect", connect)
    monkeypatch.setattr("backend.customers.app.connect", connect)
    yield
    for each in opened:
        each.client.close()


@pytest.fixture(autouse=True)
def no_chore_begins(monkeypatch: pytest.MonkeyPatch) -> None:
    """They go on for as long as a process lasts, which is longer than a test."""
    monkeypatch.setattr(Chore, "start", lambda _: None)


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    path = tmp_path / "key.pem"
    path.write_bytes(new_key_pem())
    path.chmod(0o600)
    return path


@pytest.fixture
def employees_settings(database_uri: str, key_file: Path) -> EmployeesSettings:
    return EmployeesSettings(
        mongodb_uri=database_uri,
        signing_key_file=key_file,
        rabbitmq_management_url="http://employees:secret@127.0.0.1:9",
        amqp_vhost="ventanilla",
        first_admin_email=ADMIN["email"],
        first_admin_password=ADMIN["password"],
    )


@pytest.fixture
def employees(employees_settings: EmployeesSettings, database: Database) -> FlaskClient:
    """``employees`` with its first admin; ``database`` is the one it uses."""
    return create_employees(employees_settings).test_client()


@pytest.fixture
def broker() -> MemoryBroker:
    """Where ``customers`` leaves its mails and news."""
    return MemoryBroker()


@pytest.fixture
def customers_settings(
    database_uri: str, key_file: Path, employees_signer: TokenSigner
) -> Iterator[CustomersSettings]:
    with served_keys(employees_signer) as employees_url:
        yield CustomersSettings(
            mongodb_uri=database_uri,
            amqp_url="amqp://127.0.0.1:9/ventanilla",
            signing_key_file=key_file,
            employees_url=employees_url,
            webform_url="https://shop.example/",
            resolution_url="http://127.0.0.1:9",
            files_url="http://127.0.0.1:9",
        )


@pytest.fixture
def customers(
    customers_settings: CustomersSettings,
    database: Database,
    broker: MemoryBroker,
    monkeypatch: pytest.MonkeyPatch,
) -> FlaskClient:
    """``customers`` without anybody; its answers need not take equally long."""
    monkeypatch.setattr("backend.customers.pace.LINK_S", 0.0)
    monkeypatch.setattr("backend.customers.pace.REGISTER_S", 0.0)
    return create_customers(customers_settings, MemoryPublisher(broker)).test_client()


@pytest.fixture
def mails(broker: MemoryBroker) -> Mailbox:
    """The mails that ``customers`` has had sent."""
    return Mailbox(broker)
