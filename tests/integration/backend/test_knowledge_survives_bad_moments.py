"""``knowledge`` when a process is killed, or somebody else is faster."""

import pytest

from backend.kit.audit import AuditEntry
from backend.kit.causes import Cause
from backend.kit.mongo import Database
from backend.knowledge.domain import AlreadySolvedError, announce, define_category, solve
from backend.knowledge.store import KnowledgeStore
from shared.clock import utc_now
from shared.contracts.catalogue import CATEGORIES
from shared.contracts.knowledge import AnswerText, Follower
from shared.contracts.vocabulary import Language
from shared.ids import uuid7
from tests.support.openings import ANA, NOON, cause

pytestmark = pytest.mark.database
TEXTS = dict.fromkeys(Language, AnswerText(title="Los paquetes tardan", body="Por la nieve."))
MARTA = Follower(email="marta@example.org", name="Marta", language=Language.SPANISH)


def note(what: str, version: int) -> tuple[AuditEntry, Cause]:
    return AuditEntry.note("known-incident:x", what, version, ANA, NOON), cause()


def test_a_first_start_that_was_killed_half_way_is_finished_by_the_next(database: Database) -> None:
    store = KnowledgeStore(database, utc_now)
    store.prepare()
    database["categories"].delete_many({"_id": {"$in": ["late", "billing"]}})
    KnowledgeStore(database, utc_now).prepare()
    assert {one.slug for one in store.categories.all()} == set(CATEGORIES)


def test_what_staff_has_changed_survives_every_start(database: Database) -> None:
    store = KnowledgeStore(database, utc_now)
    store.prepare()
    before = store.categories.get("late")
    kept = {**before.model_dump(exclude={"slug", "version"}), "team": "billing"}
    store.categories.put(define_category("late", before, **kept), *note("changed", 2))
    store.prepare()
    assert store.categories.get("late").team == "billing"


def test_who_follows_just_as_it_is_solved_is_told_so_and_waits_for_nothing(database: Database) -> None:
    store = KnowledgeStore(database, utc_now)
    known_id = uuid7(NOON)
    known = store.known_incidents.put(
        announce(known_id, None, ANA, NOON, category="late", texts=TEXTS), *note("announced", 1)
    )

    def solved_meanwhile():  # type: ignore[no-untyped-def]
        store.known_incidents.put(solve(known, ANA, NOON), *note("solved", 2))
        return utc_now()

    late = KnowledgeStore(database, solved_meanwhile)
    with pytest.raises(AlreadySolvedError):
        late.follow(known_id, MARTA)
    assert database["followers"].count_documents({}) == 0
