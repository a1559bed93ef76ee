import pytest

from tests.support.reception_desk import Desk


@pytest.fixture
def desk() -> Desk:
    return Desk()
