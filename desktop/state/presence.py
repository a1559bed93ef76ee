"""Who is at which incident: colleagues, as the console last heard of them, and one's own unsent words."""

from collections import defaultdict
from datetime import datetime
from uuid import UUID

from desktop.state.texts import _
from shared.contracts.events import PresenceChanged
from shared.contracts.presence import Presence, PresenceList
from shared.contracts.resources import Assignee
from shared.contracts.vocabulary import Attention, EmployeeId


class Presences:
    """The colleagues at each incident; the person at this console is never among them.

    What is not heard of again is forgotten. ``unsent`` has the incidents where the person has words that
    were not sent.
    """

    def __init__(self, me: EmployeeId) -> None:
        self._me = me
        self._at: dict[UUID, dict[EmployeeId, Presence]] = defaultdict(dict)
        self.unsent: set[UUID] = set()

    def hear(self, event: PresenceChanged, now: datetime) -> bool:
        """Take in an event; tell whether something is to be shown differently."""
        who = event.actor
        if who.id is None or who.id == self._me:
            return False
        before = self.shown(event.incident_id)
        if event.attention is Attention.GONE or event.expires_at <= now:
            self._at[event.incident_id].pop(who.id, None)
        else:
            employee = Assignee(id=who.id, name=who.name)
            presence = Presence(employee=employee, attention=event.attention, expires_at=event.expires_at)
            self._at[event.incident_id][who.id] = presence
        return self._tidied(event.incident_id) != before

    def learn(self, incident_id: UUID, answer: PresenceList) -> bool:
        """Take over who is at an incident by the service's own word; tell whether something has changed."""
        before = self.shown(incident_id)
        self._at[incident_id] = {one.employee.id: one for one in answer.others}
        return self._tidied(incident_id) != before

    def forget(self, now: datetime) -> set[UUID]:
        """Forget what has run out, and return the incidents of which it was true."""
        over = set()
        for incident_id, those in list(self._at.items()):
            ended = [key for key, one in those.items() if one.expires_at <= now]
            for key in ended:
                del those[key]
            if ended:
                over.add(incident_id)
                self._tidied(incident_id)
        return over

    def attention(self, incident_id: UUID) -> Attention | None:
        """Return the most that somebody does there; None where nobody is."""
        kinds = {attention for _name, attention in self.shown(incident_id)}
        return Attention.TYPING if Attention.TYPING in kinds else Attention.LOOKING if kinds else None

    def sentence(self, incident_id: UUID) -> str:
        """Say who is there: those who write, or else those who look; nothing where nobody is."""
        attention = self.attention(incident_id)
        names = [name for name, kind in self.shown(incident_id) if kind is attention]
        if not names:
            return ""
        if len(names) == 1:
            said = _("{name} is writing…") if attention is Attention.TYPING else _("{name} is looking")
            return said.format(name=names[0])
        said = _("{names} are writing…") if attention is Attention.TYPING else _("{names} are looking")
        return said.format(names=", ".join(names))

    def sentences(self, incident_id: UUID) -> list[str]:
        """Say what is to be known beside the incident itself: one's own unsent words, then who is there."""
        own = _("You have an unsent draft here") if incident_id in self.unsent else ""
        return [one for one in (own, self.sentence(incident_id)) if one]

    def shown(self, incident_id: UUID) -> tuple[tuple[str, Attention], ...]:
        """Return the names of those who are there, with what they do, by name."""
        those = self._at.get(incident_id, {}).values()
        return tuple(sorted((one.employee.name, one.attention) for one in those))

    def _tidied(self, incident_id: UUID) -> tuple[tuple[str, Attention], ...]:
        if not self._at[incident_id]:
            del self._at[incident_id]
        return self.shown(incident_id)
