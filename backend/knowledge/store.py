"""What the shop knows, in the database ``incidents``: one relay sends the events of all that is there."""

from uuid import UUID

from pymongo import ASCENDING
from pymongo.errors import DuplicateKeyError

from backend.kit.audit import AuditEntry, audit_of
from backend.kit.mongo import Database, reachable
from backend.kit.shelf import Shelf
from backend.knowledge.domain import AlreadySolvedError
from backend.knowledge.seeds import first_categories
from shared.clock import Clock
from shared.contracts.knowledge import Answer, CategoryDefinition, Follower, KnownIncident
from shared.contracts.macros import Macro

SOURCE = "knowledge"


class KnowledgeStore:
    """Categories, answers and known incidents with those who follow them."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self.categories = Shelf(database, "categories", CategoryDefinition, "slug", source=SOURCE)
        self.answers = Shelf(database, "answers", Answer, source=SOURCE)
        self.known_incidents = Shelf(database, "known_incidents", KnownIncident, source=SOURCE)
        self.macros = Shelf(database, "macros", Macro, source=SOURCE)
        self._followers = database["followers"]
        self._audit = database["knowledge_audit"]

    def prepare(self) -> None:
        """Make the indexes and the first categories; harmless when they exist."""
        with reachable():
            self._followers.create_index([("known_incident_id", ASCENDING)])
            self._database["macros"].create_index([("owner", ASCENDING)])
            self._audit.create_index([("of", ASCENDING)])
            # What is promised stands in policies now.
            self._database["categories"].update_many({}, {"$unset": {"answer_within_hours": ""}})
        self.categories.seed(first_categories())

    def follow(self, known_incident_id: UUID, follower: Follower) -> None:
        """Note who wants to hear of the end, once each; raise UnknownThingError, AlreadySolvedError."""
        self.known_incidents.get(known_incident_id)
        key = f"{known_incident_id}:{follower.email.casefold()}"
        noted = {"known_incident_id": known_incident_id, "at": self._clock(), **follower.model_dump()}
        is_new = True
        with reachable():
            try:
                self._followers.insert_one({"_id": key, **noted})
            except DuplicateKeyError:
                is_new = False
        # Looked at only now: solved later than this, whoever is to be told is read later still.
        if self.known_incidents.get(known_incident_id).solved_at is not None:
            if is_new:
                with reachable():
                    self._followers.delete_one({"_id": key})
            raise AlreadySolvedError("It is solved already.")

    def counted(self, known: KnownIncident) -> KnownIncident:
        """Return a known incident with the number of its followers, which no document of it has."""
        with reachable():
            count = self._followers.count_documents({"known_incident_id": known.id})
        return known.model_copy(update={"followers": count})

    def audit_of(self, thing: str) -> list[AuditEntry]:
        """Return who changed one thing, the latest first."""
        return audit_of(self._audit, thing)
