"""The database ``notifications``: mails that are to go out, and who answers by mail."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from pymongo import ASCENDING, ReturnDocument, UpdateOne
from pymongo.collation import Collation, CollationStrength

from backend.kit.mongo import Database, reachable
from backend.notifications.composing.mime import wire_address
from backend.notifications.domain import MailKind
from backend.notifications.ports import Mail, QueuedMail

KEPT = timedelta(days=90)
"""So long a mail that went out is remembered, without its content: a repeated event makes no second one."""
REASON_MAX = 300
_ANY_CASE = Collation("en", strength=CollationStrength.SECONDARY)


class MailState(StrEnum):
    """Where a mail stands."""

    QUEUED = "queued"
    SENT = "sent"
    FAILED = "failed"


class MailStore:
    """The outbox of mails. All methods raise DatabaseUnavailable when the database can't be reached."""

    def __init__(self, database: Database) -> None:
        self._mails = database["mails"]

    def prepare(self) -> None:
        """Create the indexes; harmless when they exist."""
        with reachable():
            order = [("state", ASCENDING), ("rank", ASCENDING), ("next_at", ASCENDING)]
            self._mails.create_index(order)
            self._mails.create_index([("incident_ids", ASCENDING)])
            self._mails.create_index([("to", ASCENDING)], collation=_ANY_CASE)
            self._mails.create_index([("ended_at", ASCENDING)], expireAfterSeconds=int(KEPT.total_seconds()))

    def queue(self, mails: Sequence[Mail], now: datetime) -> int:
        """See Outbox. A mail's cause and recipient are its ``_id``: the same event makes it once."""
        if not mails:
            return 0
        with reachable():
            done = self._mails.bulk_write([_insertion(mail, now) for mail in mails], ordered=False)
        return done.upserted_count

    def claim(self, now: datetime, until: datetime) -> QueuedMail | None:
        """See Outbox. Whoever ends with a mail in hand loses its claim at ``until``."""
        with reachable():
            found = self._mails.find_one_and_update(
                {"state": MailState.QUEUED, "next_at": {"$lte": now}},
                {"$set": {"next_at": until}},
                sort=[("rank", ASCENDING), ("next_at", ASCENDING)],
                return_document=ReturnDocument.BEFORE,
            )
        if found is None:
            return None
        names = ("to", "kind", "content", "attempts", "queued_at")
        about = tuple(found["incident_ids"])
        return QueuedMail(found["_id"], **{name: found[name] for name in names}, incident_ids=about)

    def sent(self, mail_id: str, now: datetime) -> None:
        """See Outbox."""
        self._end(mail_id, MailState.SENT, now, "")

    def failed(self, mail_id: str, now: datetime, reason: str) -> None:
        """See Outbox."""
        self._end(mail_id, MailState.FAILED, now, reason)

    def again(self, mail_id: str, at: datetime, reason: str, *, counted: bool) -> None:
        """See Outbox."""
        told = {"next_at": at, "reason": reason[:REASON_MAX]}
        with reachable():
            self._mails.update_one({"_id": mail_id}, {"$set": told, "$inc": {"attempts": int(counted)}})

    def forget(self, incident_id: UUID) -> None:
        """See Outbox."""
        with reachable():
            self._mails.delete_many({"incident_ids": incident_id})

    def forget_address(self, email: str) -> None:
        """See Outbox. Mails about an incident go with it: those of an account may be another's."""
        with reachable():
            about = {"$or": [{"incident_ids": []}, {"kind": MailKind.LOST_LINKS}]}
            query = {"to": {"$in": [email, wire_address(email)]}, **about}
            self._mails.delete_many(query, collation=_ANY_CASE)

    def _end(self, mail_id: str, state: MailState, now: datetime, reason: str) -> None:
        """Close a mail. Its content goes: it holds words and links, and nobody needs it any more."""
        told = {"state": state, "ended_at": now, "reason": reason[:REASON_MAX]}
        with reachable():
            self._mails.update_one({"_id": mail_id}, {"$set": told, "$unset": {"content": ""}})


class ParticipantStore:
    """Who answers by mail, in the collections ``participants`` and ``taken_answers``."""

    def __init__(self, database: Database) -> None:
        self._participants = database["participants"]
        self._taken = database["taken_answers"]

    def prepare(self) -> None:
        """Create the indexes; harmless when they exist."""
        with reachable():
            self._participants.create_index([("addresses", ASCENDING)])
            self._taken.create_index([("incident_id", ASCENDING), ("at", ASCENDING)])
            self._taken.create_index([("at", ASCENDING)], expireAfterSeconds=24 * 3600)

    def of(self, incident_id: UUID) -> frozenset[str]:
        """See Participants."""
        with reachable():
            found = self._participants.find_one({"_id": incident_id})
        return frozenset(found["addresses"]) if found else frozenset()

    def join(self, incident_id: UUID, addresses: Sequence[str]) -> None:
        """See Participants."""
        if not addresses:
            return
        added = {"$addToSet": {"addresses": {"$each": [each.casefold() for each in addresses]}}}
        with reachable():
            self._participants.update_one({"_id": incident_id}, added, upsert=True)

    def taken_since(self, incident_id: UUID, since: datetime) -> int:
        """See Participants."""
        with reachable():
            return self._taken.count_documents({"incident_id": incident_id, "at": {"$gt": since}})

    def note_taken(self, incident_id: UUID, answer_id: UUID, now: datetime) -> None:
        """See Participants."""
        told = {"$setOnInsert": {"incident_id": incident_id, "at": now}}
        with reachable():
            self._taken.update_one({"_id": answer_id}, told, upsert=True)

    def forget(self, incident_id: UUID) -> None:
        """See Participants."""
        with reachable():
            self._participants.delete_one({"_id": incident_id})
            self._taken.delete_many({"incident_id": incident_id})

    def forget_address(self, email: str) -> None:
        """See Participants."""
        forms = [email.casefold(), wire_address(email).casefold()]
        with reachable():
            self._participants.update_many({"addresses": {"$in": forms}}, {"$pullAll": {"addresses": forms}})


def _insertion(mail: Mail, now: datetime) -> UpdateOne:
    fresh = {
        "cause": mail.cause,
        "kind": mail.kind,
        "to": mail.to,
        "incident_ids": list(mail.incident_ids),
        "content": mail.content,
        "state": MailState.QUEUED,
        "attempts": 0,
        "rank": _rank(mail),
        "queued_at": now,
        "next_at": now,
    }
    identity = f"{mail.cause}:{mail.to.casefold()}"
    return UpdateOne({"_id": identity}, {"$setOnInsert": fresh}, upsert=True)


def _rank(mail: Mail) -> int:
    """Order mails that wait: who stands at a door first, then conversations, news for many last."""
    if mail.kind == MailKind.KNOWN_SOLVED:
        return 2
    return 1 if mail.incident_ids and mail.kind != MailKind.LOST_LINKS else 0
