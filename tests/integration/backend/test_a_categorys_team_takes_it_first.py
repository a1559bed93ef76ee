"""The team that staff has set for a category, read from the real database."""

import pytest

from backend.incidents.teams import FRESH_S, CategoryTeams
from backend.kit.mongo import Database
from backend.knowledge.store import KnowledgeStore
from shared.clock import utc_now

pytestmark = pytest.mark.database


def test_a_change_counts_as_soon_as_what_was_read_is_no_longer_fresh(database: Database) -> None:
    now = [0.0]
    teams = CategoryTeams(database, lambda: now[0])
    assert teams("damaged") is None
    KnowledgeStore(database, utc_now).prepare()
    assert teams("damaged") is None
    now[0] += FRESH_S + 1
    assert teams("damaged") == "returns"
    database["categories"].update_one({"_id": "damaged"}, {"$set": {"team": "porcelain"}})
    now[0] += FRESH_S + 1
    assert (teams("damaged"), teams("drones")) == ("porcelain", None)
