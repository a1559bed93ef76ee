"""The room of the answers for customers: written, published, withdrawn and deleted."""

from collections.abc import Callable, Sequence

from desktop.controllers.admin_things import ThingsRoom
from desktop.services.knowledge import Categories, Knowledge
from desktop.services.wire import Failed
from desktop.state.admin_answers import body_of, deeds, fault_of, fields_of, line_of
from desktop.state.admin_form import Choices, FormField, Values
from desktop.state.admin_room import Deed, Line
from desktop.state.texts import language, mark
from shared.contracts.knowledge import Answer

Done = Callable[[Answer], None]


class AnswersRoom(ThingsRoom[Answer]):
    """Drafts and what is published; the search of the site follows within seconds."""

    def __init__(self, knowledge: Knowledge) -> None:
        super().__init__(mark("Write an answer"))
        self._knowledge = knowledge
        self._categories: Choices = ()

    def start(self) -> None:
        """Fetch the categories, then the answers."""
        self._knowledge.categories(self._take_categories, self.fail)

    def _take_categories(self, found: Categories) -> None:
        self._categories = tuple((one.slug, one.names[language()]) for one in found.categories)
        self.fetch()

    def ask_all(self, done: Callable[[Sequence[Answer]], None]) -> None:
        """See the base."""
        self._knowledge.answers(lambda found: done(found.answers), self.fail)

    def ask_one(self, thing: Answer, done: Done) -> None:
        """See the base."""
        self._knowledge.answer(thing.id, done, self.fail)

    def keep(self, typed: Values, done: Done, failed: Failed) -> None:
        """See the base."""
        self._knowledge.keep_answer(self.present, body_of(typed), done, failed)

    def fault(self, typed: Values) -> str:
        """See the base."""
        return fault_of(typed)

    def line(self, thing: Answer) -> Line:
        """See the base."""
        return line_of(thing)

    def fields(self, thing: Answer | None) -> list[FormField]:
        """See the base."""
        return fields_of(thing, self._categories)

    def deeds(self, _thing: Answer) -> list[Deed]:
        """See the base."""
        return deeds()

    def do(self, _name: str) -> None:
        """Delete it."""
        if self.present is not None:
            self._knowledge.remove_answer(self.present, self.fetch, self.fail)
