"""The web form on a broker in memory; ``resolution`` and ``customers`` are out of reach."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from shared.messaging.memory import MemoryBroker, MemoryPublisher
from tests.support.forms import Visitor
from tests.support.keys import new_key_pem
from webform.app import WebformSettings, create_app

NOWHERE = "http://127.0.0.1:9"  # the discard port: nobody listens


@pytest.fixture
def broker() -> MemoryBroker:
    return MemoryBroker()


@pytest.fixture(scope="session")
def key_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("keys") / "webform.pem"
    path.write_bytes(new_key_pem())
    return path


@pytest.fixture
def app(broker: MemoryBroker, key_file: Path) -> Flask:
    settings = WebformSettings(
        amqp_url="amqp://127.0.0.1:9/ventanilla",
        resolution_url=NOWHERE,
        customers_url=NOWHERE,
        webform_url="http://localhost",
        secret_key="a secret for tests only",
        signing_key_file=key_file,
    )
    return create_app(settings, publisher=MemoryPublisher(broker))


@pytest.fixture
def client(app: Flask) -> Iterator[FlaskClient]:
    with app.test_client() as client:
        yield client


@pytest.fixture
def visitor(client: FlaskClient) -> Visitor:
    return Visitor(client)
