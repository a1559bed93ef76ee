"""Which errors concern the world, so that work is held, and which concern what was asked."""

import pytest
from pymongo.errors import BulkWriteError, DuplicateKeyError, OperationFailure, ServerSelectionTimeoutError

from backend.kit.mongo import as_outage, reachable
from backend.kit.process import waiting_for_database
from shared.messaging.worker import WorldError
from tests.support.silence import ExpectedLog

REFUSES = "the database refuses to serve"


@pytest.mark.parametrize("code", [13, 18, 39, 8000, 14031])
def test_what_no_statement_is_to_blame_for_holds_the_batch_and_is_loud(
    code: int, expected_log: ExpectedLog
) -> None:
    expected_log(REFUSES)

    def handle(_tasks: object) -> None:
        with reachable():
            raise OperationFailure("user@10.1.2.3 is wrong", code)

    with pytest.raises(WorldError, match=REFUSES) as error:
        waiting_for_database(handle, lambda: None)([])
    assert "10.1.2.3" not in str(error.value)
    assert [record.levelname for record in expected_log.records] == ["ERROR"]


def test_a_disk_that_fills_up_in_a_bulk_write_is_seen_too(expected_log: ExpectedLog) -> None:
    expected_log(REFUSES)
    assert as_outage(BulkWriteError({"writeErrors": [{"code": 14031, "errmsg": "full"}]}))


@pytest.mark.parametrize(
    "error",
    [
        OperationFailure("bad value", 2),
        OperationFailure("no code"),
        DuplicateKeyError("twice", 11000),
        BulkWriteError({"writeErrors": [{"code": 11000}], "writeConcernErrors": []}),
    ],
)
def test_what_we_asked_wrongly_is_no_outage(error: OperationFailure) -> None:
    assert as_outage(error) is None


def test_a_database_that_is_away_is_an_outage_but_no_error_of_ours() -> None:
    assert as_outage(ServerSelectionTimeoutError("nobody"))


@pytest.mark.parametrize("code", [85, 86, 11000])
def test_indexes_that_cannot_be_made_hold_the_batch_until_they_can(
    code: int, expected_log: ExpectedLog
) -> None:
    expected_log("the database can't be prepared")
    conflicts = [OperationFailure("another index has this name", code)]
    handled: list[object] = []

    def prepare() -> None:
        if conflicts:
            raise conflicts.pop()

    patient = waiting_for_database(handled.append, prepare)
    with pytest.raises(WorldError, match="can't be prepared"):
        patient([])
    assert not handled
    patient([])
    assert handled == [[]]
