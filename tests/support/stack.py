"""The whole stack, with its own broker, database and ports, once for all tests that need it."""

from collections.abc import Iterator

import pytest

from deploy.local.stack import Stack, running_stack


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """A running stack of every part; what a test stops or kills it must bring back."""
    with running_stack(tmp_path_factory.mktemp("stack")) as running:
        yield running
