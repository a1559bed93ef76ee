"""The team and the promise that staff has set for a category, read from the real database."""

from datetime import timedelta

import pytest

from backend.incidents.handling import FRESH_S, CategoryHandling
from backend.incidents.model import Handling
from backend.kit.mongo import Database
from backend.knowledge.store import KnowledgeStore
from shared.clock import utc_now

pytestmark = pytest.mark.database


def test_a_change_counts_as_soon_as_what_was_read_is_no_longer_fresh(database: Database) -> None:
    now = [0.0]
    handling = CategoryHandling(database, lambda: now[0])
    assert handling("damaged") == Handling()
    KnowledgeStore(database, utc_now).prepare()
    assert handling("damaged") == Handling()
    now[0] += FRESH_S + 1
    assert handling("damaged") == Handling("returns", timedelta(hours=24))
    change = {"team": "porcelain", "answer_within_hours": None}
    database["categories"].update_one({"_id": "damaged"}, {"$set": change})
    now[0] += FRESH_S + 1
    assert (handling("damaged"), handling("drones")) == (Handling("porcelain"), Handling())


def test_a_category_from_before_there_were_promises_makes_none(database: Database) -> None:
    KnowledgeStore(database, utc_now).prepare()
    database["categories"].update_one({"_id": "damaged"}, {"$unset": {"answer_within_hours": ""}})
    assert CategoryHandling(database)("damaged") == Handling("returns")
