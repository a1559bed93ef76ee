"""The team that staff has set for a category, read from the real database."""

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
    assert handling("damaged") == Handling("returns")
    database["categories"].update_one({"_id": "damaged"}, {"$set": {"team": "porcelain"}})
    now[0] += FRESH_S + 1
    assert (handling("damaged"), handling("drones")) == (Handling("porcelain"), Handling())


def test_a_category_that_once_promised_something_itself_can_be_read(
    database: Database,
) -> None:
    store = KnowledgeStore(database, utc_now)
    store.prepare()
    database["categories"].update_one({"_id": "damaged"}, {"$set": {"answer_within_hours": 24}})
    store.prepare()
    assert store.categories.get("damaged").team == "returns"
