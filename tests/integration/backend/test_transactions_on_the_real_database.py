from urllib.parse import urlsplit, urlunsplit

import pytest
from pymongo.errors import DuplicateKeyError

from backend.kit.mongo import DatabaseUnavailable, check, connect, in_transaction

pytestmark = pytest.mark.database
NOBODY = "mongodb://127.0.0.1:9/nothing?directConnection=true&serverSelectionTimeoutMS=200"


def test_what_a_transaction_wrote_is_there_and_its_value_comes_back(database):
    assert in_transaction(database, lambda s: database.a.insert_one({"_id": 1}, session=s).inserted_id) == 1
    assert database.a.find_one({"_id": 1})


def test_an_error_inside_comes_out_and_leaves_nothing(database):
    database.a.insert_one({"_id": 0})

    def fail(session):
        database.a.insert_one({"_id": 1}, session=session)
        raise LookupError("no")

    with pytest.raises(LookupError, match="no"):
        in_transaction(database, fail)
    assert database.a.find_one({"_id": 1}) is None


def test_two_who_change_one_document_at_once_both_count(database):
    database.a.insert_one({"_id": 1, "count": 0})
    attempts = []

    def add(session):
        found = database.a.find_one({"_id": 1}, session=session)
        attempts.append(found["count"])
        if len(attempts) == 1:
            database.a.replace_one({"_id": 1}, {"count": 10})
        database.a.replace_one({"_id": 1}, {"count": found["count"] + 1}, session=session)

    in_transaction(database, add)
    assert attempts == [0, 10]
    assert database.a.find_one({"_id": 1})["count"] == 11


def test_a_mistake_of_ours_is_no_outage(database):
    database.a.insert_one({"_id": 1})
    with pytest.raises(DuplicateKeyError):
        in_transaction(database, lambda s: database.a.insert_one({"_id": 1}, session=s))


def test_a_database_that_answers_passes_the_check(database):
    check(database)


@pytest.fixture
def nothing(monkeypatch):
    monkeypatch.setattr("backend.kit.mongo.TIMEOUT", 0.3)
    monkeypatch.setattr("backend.kit.mongo.SLOWEST", 0.5)
    absent = connect(NOBODY)
    yield absent
    absent.client.close()


def test_a_database_that_is_not_there_fails_the_check_and_its_address_is_not_told(nothing):
    with pytest.raises(DatabaseUnavailable) as error:
        check(nothing)
    assert "127.0.0.1" not in str(error.value)


def test_a_transaction_without_a_database_says_so(nothing):
    with pytest.raises(DatabaseUnavailable):
        in_transaction(nothing, lambda session: nothing.a.insert_one({}, session=session))


def test_an_address_without_a_database_is_refused():
    with pytest.raises(ValueError, match="names no database"):
        connect("mongodb://127.0.0.1:9/?directConnection=true")


def test_a_database_that_takes_our_password_no_more_says_so(database_uri, expected_log):
    expected_log("the database refuses to serve")
    parts = urlsplit(database_uri)
    place = parts.netloc.rpartition("@")[2]
    rotated = connect(urlunsplit(parts._replace(netloc=f"nobody:rotated@{place}")))
    try:
        with pytest.raises(DatabaseUnavailable, match="name or password is wrong"):
            in_transaction(rotated, lambda session: rotated.a.insert_one({}, session=session))
    finally:
        rotated.client.close()
