"""The room of the known incidents: what affects many is announced, reworded and solved."""

from collections.abc import Callable, Mapping, Sequence

from desktop.controllers.admin_things import ThingsRoom
from desktop.services.knowledge import Categories, Knowledge
from desktop.services.wire import Failed
from desktop.state.admin_form import Choices, FormField, Values
from desktop.state.admin_known import begun, body_of, deeds, fields_of, line_of
from desktop.state.admin_room import Deed, Line
from desktop.state.texts import language, mark
from shared.contracts.knowledge import KnownIncident
from shared.contracts.vocabulary import Language

Done = Callable[[KnownIncident], None]


class KnownIncidentsRoom(ThingsRoom[KnownIncident]):
    """Lists what is not solved yet; who is solved leaves."""

    def __init__(self, knowledge: Knowledge) -> None:
        super().__init__(mark("Announce one"))
        self._knowledge = knowledge
        self._categories: Choices = ()
        self._names: Mapping[str, Mapping[Language, str]] = {}
        self._about = ""
        """What is to be announced, as soon as the categories are there."""

    def start(self) -> None:
        """Fetch the categories, then what is known."""
        self._knowledge.categories(self._take_categories, self.fail)

    def begin_about(self, category: str) -> None:
        """Announce one about a category: it and a title in every language are filled in."""
        self._about = category
        if self._names:
            self.begin()

    def _take_categories(self, found: Categories) -> None:
        self._names = {one.slug: one.names for one in found.categories}
        self._categories = tuple((one.slug, one.names[language()]) for one in found.categories)
        self.fetch()

    def ask_all(self, done: Callable[[Sequence[KnownIncident]], None]) -> None:
        """See the base."""
        self._knowledge.known_incidents(lambda found: done(found.known_incidents), self.fail)

    def ask_one(self, thing: KnownIncident, done: Done) -> None:
        """See the base."""
        self._knowledge.known(thing.id, done, self.fail)

    def keep(self, typed: Values, done: Done, failed: Failed) -> None:
        """See the base."""
        if self.present is None:
            self._knowledge.announce(body_of(typed), done, failed)
        else:
            self._knowledge.reword(self.present, body_of(typed), done, failed)

    def line(self, thing: KnownIncident) -> Line:
        """See the base."""
        return line_of(thing)

    @property
    def is_beginning(self) -> bool:
        """See the base."""
        return bool(self._about)

    def begin(self) -> None:
        """Show the form of a new one, filled in where it is known what it is about."""
        super().begin()
        self._about = ""

    def fields(self, thing: KnownIncident | None) -> list[FormField]:
        """See the base."""
        fields, about = fields_of(thing, self._categories), self._about
        if thing is not None or not about:
            return fields
        filled = begun(about, self._names.get(about, {}))
        return [one.filled(filled.get(one.name, one.value)) for one in fields]

    def deeds(self, _thing: KnownIncident) -> list[Deed]:
        """See the base."""
        return deeds()

    def do(self, _name: str) -> None:
        """Say that it is solved."""
        if self.present is not None:
            self._knowledge.solve(self.present, lambda _solved: self.fetch(), self.fail)
