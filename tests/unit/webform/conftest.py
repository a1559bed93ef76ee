"""The web form on a broker in memory; ``resolution`` and ``customers`` are out of reach, or a little desk."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from shared.messaging.memory import MemoryBroker, MemoryPublisher
from tests.support.compiled import Compiled
from tests.support.forms import Visitor
from tests.support.keys import new_key_pem
from tests.support.little_desk import LittleDesk, little_desk
from tests.support.multipart import Sender
from webform.app import WebformSettings, create_app
from webform.fair import Action
from webform.parts import close

NO_LIMITS = {f"limit_{action}": "off" for action in Action}
"""All of a test's visitors share one address; the limits have tests of their own."""
COMPILED = Compiled()
NOWHERE = "http://127.0.0.1:9"  # the discard port: nobody listens


@pytest.fixture
def broker() -> MemoryBroker:
    return MemoryBroker()


@pytest.fixture(scope="session")
def key_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("keys") / "webform.pem"
    path.write_bytes(new_key_pem())
    return path


@contextmanager
def site(broker: MemoryBroker, key_file: Path, services_url: str, **more: object) -> Iterator[Flask]:
    values: dict[str, object] = {
        "amqp_url": "amqp://127.0.0.1:9/ventanilla",
        "resolution_url": services_url,
        "customers_url": services_url,
        "knowledge_url": services_url,
        "search_url": services_url,
        "files_url": services_url,
        "webform_url": "http://localhost",
        "secret_key": "a secret for tests only",
        "link_key": "a link key for tests only",
        "signing_key_file": key_file,
        **NO_LIMITS,
        **more,
    }
    app = create_app(WebformSettings.model_validate(values), publisher=MemoryPublisher(broker))
    # Each site is a process of its own elsewhere; here they need not all compile the same templates.
    app.jinja_env.bytecode_cache = COMPILED
    yield app
    close(app)


@pytest.fixture
def app(broker: MemoryBroker, key_file: Path) -> Iterator[Flask]:
    with site(broker, key_file, NOWHERE) as app:
        yield app


@pytest.fixture
def client(app: Flask) -> Iterator[FlaskClient]:
    with app.test_client() as client:
        yield client


@pytest.fixture
def visitor(client: FlaskClient) -> Visitor:
    return Visitor(client)


@pytest.fixture
def desk() -> Iterator[LittleDesk]:
    with little_desk() as desk:
        yield desk


@pytest.fixture
def served(broker: MemoryBroker, key_file: Path, desk: LittleDesk) -> Iterator[FlaskClient]:
    """A browser at a site whose services answer."""
    with site(broker, key_file, desk.url) as app, app.test_client() as client:
        yield client


@pytest.fixture
def sender(served: FlaskClient) -> Sender:
    return Sender(served)
