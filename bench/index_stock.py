"""What the bench of the search fills its index with, and what it then asks for."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

from backend.incidents.model import Incident
from backend.incidents.rules import open_incident
from backend.search.domain import Entry, answer_entry, incident_entry
from deploy.demo.stories import Story, any_customer, any_note, any_order_number, stories
from shared.contracts.commands import OpenIncident
from shared.contracts.knowledge import Answer, AnswerText
from shared.contracts.resources import Actor, Contact, Message
from shared.contracts.vocabulary import ActorKind, Language, MessageKind, State
from shared.ids import reference_of, uuid7

CUSTOMER = "c-benchbench"
OWN_INCIDENTS = 20
_BEGINNING = datetime(2024, 1, 1, tzinfo=UTC)
_AGENT = Actor(kind=ActorKind.EMPLOYEE, id="e-benchbench", name="Ana García")
_NOTED = 0.3
_REMEMBERED = 5000
"""So many incidents are remembered, to be asked for."""


class Stock:
    """Deals incidents, answers, and questions; the same ones for the same ``chance``."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._stories = [story for language in Language for story in stories(language)]
        self._known: list[Incident] = []
        self._first: dict[Story, Incident] = {}
        self.answers = [entry for story in self._stories if (entry := self._answer(story))]

    def entries(self, count: int) -> Iterator[Entry]:
        """Yield every answer, and so many incidents."""
        yield from self.answers
        for number in range(count):
            story = self._chance.choice(self._stories)
            incident = self._incident(number, story)
            if len(self._known) < _REMEMBERED:
                self._known.append(incident)
            elif self._chance.random() < _REMEMBERED / (number + 1):
                self._known[self._chance.randrange(_REMEMBERED)] = incident
            yield incident_entry(incident, self._conversation(story, incident))

    def questions(self, count: int) -> Iterator[tuple[str, dict[str, str]]]:
        """Yield what employees type, each with its kind."""
        for _ in range(count):
            incident = self._chance.choice(self._known)
            words = [word for word in incident.description.split() if word.isalpha()]
            place = self._chance.randrange(len(words))
            word, other = words[place], self._chance.choice(words)
            typed = {
                "reference": incident.reference,
                "beginning_of_reference": incident.reference[:4].lower(),
                "word": f"{word} ",
                "typing": f"{word} {other[: max(2, len(other) // 2)]}",
                "typing_first_letters": other[:2],
                "words": " ".join(words[place : place + 4]) + " ",
                "quoted": f'"{" ".join(words[place : place + 3])}"',
                "name": incident.person.name,
                "address": incident.person.email,
                "order": incident.order_number or incident.reference,
            }
            kind = self._chance.choice(list(typed))
            limits = {"state": incident.state.value} if self._chance.random() < 0.3 else {}
            yield kind, {"q": typed[kind], **limits}

    def occasions(self, count: int) -> Iterator[tuple[str, dict[str, str]]]:
        """Yield what customers write: only a subject, or a description too."""
        for _ in range(count):
            story = self._chance.choice(self._stories)
            whole = self._chance.random() < 0.5
            text = f"{story.subject}\n{story.description}" if whole else story.subject
            question = {"text": text, "language": story.language.value, "category": story.category}
            yield "whole" if whole else "subject", question

    def _incident(self, number: int, story: Story) -> Incident:
        at = _BEGINNING + timedelta(seconds=number * 60)
        contact = any_customer(self._chance, story.language)
        name, _, domain = contact.email.partition("@")
        customer_id = CUSTOMER if number < OWN_INCIDENTS else f"c-{number:010}"
        incident_id = uuid7(at, self._chance.randbytes(10))
        states = (State.OPEN, State.ASSIGNED, State.WAITING, State.RESOLVED, State.CLOSED)
        changed = {
            "id": incident_id,
            "reference": reference_of(incident_id),
            "order_number": any_order_number(self._chance, story),
            "contact": contact.model_copy(
                update={"email": f"{name}{number % 50_000}@{domain}", "customer_id": customer_id}
            ),
            "opened_at": at,
            "updated_at": at,
            "state": self._chance.choices(states, (2, 2, 2, 4, 90))[0],
        }
        # Made once and copied: what is measured is the index, not how long a command takes to be checked.
        if story not in self._first:
            self._first[story] = _opened(story, contact)
        return self._first[story].model_copy(update=changed)

    def _conversation(self, story: Story, incident: Incident) -> list[Message]:
        first_name = incident.person.name.split()[0]
        said = [
            text.format(name=first_name, agent="Ana") for text in story.replies[: self._chance.randint(0, 2)]
        ]
        words = [(text, MessageKind.REPLY) for text in said]
        if self._chance.random() < _NOTED:
            words.append((any_note(self._chance, story.language, story.category), MessageKind.NOTE))
        return [
            Message(
                id=UUID(int=version),
                kind=kind,
                author=_AGENT,
                text=text,
                version=version,
                at=incident.opened_at,
            )
            for version, (text, kind) in enumerate(words, 2)
        ]

    def _answer(self, story: Story) -> Entry | None:
        text = AnswerText(title=story.subject, body=story.replies[0])
        return answer_entry(
            Answer(
                id=uuid7(_BEGINNING, self._chance.randbytes(10)),
                version=1,
                category=story.category,
                texts={story.language: text},
                is_published=True,
                updated_at=_BEGINNING,
            )
        )


def _opened(story: Story, contact: Contact) -> Incident:
    command = OpenIncident(
        incident_id=uuid7(_BEGINNING, bytes(10)),
        category=story.category,
        subject=story.subject,
        description=story.description,
        product=story.product,
        contact=contact,
        language=story.language,
    )
    return open_incident(command, _BEGINNING).incident
