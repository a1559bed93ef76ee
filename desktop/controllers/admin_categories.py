"""The room of the categories: what incidents can be about, who takes them, and what the site asks."""

from collections.abc import Callable, Sequence

from desktop.controllers.admin_things import ThingsRoom
from desktop.services.knowledge import Categories, Knowledge
from desktop.services.staff import Staff
from desktop.services.wire import Failed
from desktop.state.admin_categories import POSITION_MAX, body_of, fault_of, fields_of, line_of, with_teams_of
from desktop.state.admin_form import Choices, FormField, Values
from desktop.state.admin_room import Line
from desktop.state.colleagues import Teams
from desktop.state.person import Person
from desktop.state.texts import _, language, mark
from shared.contracts.knowledge import CategoryDefinition
from shared.contracts.vocabulary import Role

Done = Callable[[CategoryDefinition], None]


class CategoriesRoom(ThingsRoom[CategoryDefinition]):
    """Admins change them; who else leads sees how they are."""

    def __init__(self, me: Person, knowledge: Knowledge, staff: Staff) -> None:
        self._is_admin = me.role is Role.ADMIN
        super().__init__(mark("Add a category") if self._is_admin else "")
        self._knowledge = knowledge
        self._staff = staff
        self._teams: Choices = ()
        self._known: dict[str, CategoryDefinition] = {}

    @property
    def may_save(self) -> bool:
        """See the base."""
        return self._is_admin

    def start(self) -> None:
        """Fetch the teams, then the categories."""
        self._staff.teams(self._take_teams, self.fail)

    def _take_teams(self, found: Teams) -> None:
        self._teams = tuple((one.slug, one.names[language()]) for one in found.teams)
        self.fetch()

    def ask_all(self, done: Callable[[Sequence[CategoryDefinition]], None]) -> None:
        """See the base."""

        def take(found: Categories) -> None:
            self._known = {one.slug: one for one in found.categories}
            self._teams = with_teams_of(found.categories, self._teams)
            done(found.categories)

        self._knowledge.categories(take, self.fail)

    def ask_one(self, thing: CategoryDefinition, done: Done) -> None:
        """See the base."""
        self._knowledge.category(thing.slug, done, self.fail)

    def keep(self, typed: Values, done: Done, failed: Failed) -> None:
        """See the base."""
        seen = self.present.version if self.present else None
        self._knowledge.define(typed["slug"], seen, body_of(self.present, typed), done, failed)

    def fault(self, typed: Values) -> str:
        """See the base."""
        if self.present is None and typed["slug"] in self._known:
            return _("There is a category with this short name already.")
        return fault_of(typed)

    def line(self, thing: CategoryDefinition) -> Line:
        """See the base."""
        return line_of(thing, self._teams)

    def fields(self, thing: CategoryDefinition | None) -> list[FormField]:
        """See the base."""
        last = max((one.position for one in self._known.values()), default=-1)
        position = min(last + 1, POSITION_MAX)
        return fields_of(thing, self._teams, position=position, is_admin=self._is_admin)
