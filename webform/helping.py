"""What is shown to who is about to open an incident: what may help, with its whole text where we have it."""

from dataclasses import dataclass
from uuid import UUID

from shared.contracts.knowledge import Answer, AnswerText, KnownIncident, Suggestion, SuggestionKind
from shared.contracts.vocabulary import Language
from shared.links import Links
from webform.knowledge import Knowledge
from webform.suggesting import Suggester


@dataclass(frozen=True, slots=True)
class Help:
    """One thing that may help; ``key`` opens the customer's own incident, and is empty else."""

    kind: SuggestionKind
    id: UUID
    title: str
    text: str
    reference: str
    key: str


class Helper:
    """Puts together what ``search`` suggests and what ``knowledge`` says about it."""

    def __init__(self, suggester: Suggester, knowledge: Knowledge, links: Links) -> None:
        self._suggester = suggester
        self._knowledge = knowledge
        self._links = links

    def find(
        self, text: str, category: str | None, language: Language, customer_id: str | None
    ) -> tuple[Help, ...]:
        """Return what may help with what is being written; raise SearchUnavailableError."""
        if not text.strip():
            return ()
        known = {each.slug for each in self._knowledge.catalogue()}
        about = category if category in known else None
        found = self._suggester.suggest(text, about, language, customer_id)
        return tuple(self._help(each, language) for each in found)

    def _help(self, found: Suggestion, language: Language) -> Help:
        whole = self._text(found, language)
        is_own = found.kind is SuggestionKind.OWN_INCIDENT
        return Help(
            kind=found.kind,
            id=found.id,
            title=whole.title if whole else found.title,
            text=whole.body if whole else found.excerpt or "",
            reference=(found.reference or "") if is_own else "",
            key=self._links.key_of(found.id) if is_own else "",
        )

    def _text(self, found: Suggestion, language: Language) -> AnswerText | None:
        known: Answer | KnownIncident | None = None
        if found.kind is SuggestionKind.ANSWER:
            known = self._knowledge.answer(found.id)
        elif found.kind is SuggestionKind.KNOWN_INCIDENT:
            known = self._knowledge.known_incident(found.id)
        return (known.texts.get(language) or next(iter(known.texts.values()))) if known else None
