"""The list on screen: which rows of the queue it shows and in which order, kept up to date step by step."""

from collections.abc import Generator, Iterator, Mapping, Set
from dataclasses import dataclass, field, replace
from uuid import UUID

from desktop.state.folding import words_of
from desktop.state.grouping import Heading
from desktop.state.ordering import Ordering, pieces
from desktop.state.person import Person
from desktop.state.rows import Row
from desktop.state.sections import Sections
from desktop.state.texts import language
from desktop.state.views import EVERYTHING, View


@dataclass(frozen=True, slots=True)
class Insert:
    """These lines are about to come."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Remove:
    """These lines are about to leave."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Shift:
    """One line is about to go from ``before`` to ``after``: its place once it has left ``before``."""

    before: int
    after: int


Step = Insert | Remove | Shift


@dataclass(frozen=True, slots=True)
class Wish:
    """What the person wants to see."""

    view: View = EVERYTHING
    ordering: Ordering = field(default_factory=Ordering)
    words: tuple[str, ...] = ()
    folded: frozenset[str] = frozenset()
    """The names of the groups whose rows are folded away."""

    def narrows(self, other: "Wish") -> bool:
        """Tell whether all that this finds is among what the other finds: a letter more has been typed."""
        if (self.view, self.ordering) != (other.view, other.ordering):
            return False
        return all(any(old in new for new in self.words) for old in other.words)


@dataclass(frozen=True, slots=True)
class Layout:
    """A list laid out: ``base`` has all of the view, ``shown`` those of them with the words typed."""

    wish: Wish
    base: Sections
    shown: Sections
    placed: dict[UUID, Row]
    """The rows in ``base`` as they stand there, which may be older than the queue's."""


class Listing:
    """What is on screen, line by line.

    A change of one row is told before it is made, since a Qt model must announce it. Laying out anew is
    done in pieces beside it, so that the window goes on meanwhile: ``arranging``, then ``adopt``; in
    between the list stays as it was and follows nothing.
    The row that the person has open is shown even when it no longer fits the view (``hold``): it leaves
    when they leave it, not under their hands.
    """

    def __init__(self, rows: Mapping[UUID, Row], me: Person) -> None:
        self._rows = rows
        self._me = me
        self._held: UUID | None = None
        self._wish = Wish()
        empty = Sections(self._wish.ordering)
        self._layout = Layout(self._wish, empty, empty, {})
        self._includes = self._wish.view.predicate(me)

    def __len__(self) -> int:
        """Return how many lines there are, headings among them."""
        return len(self._layout.shown)

    @property
    def count(self) -> int:
        """How many incidents are shown."""
        return self._layout.shown.count

    @property
    def shown(self) -> Sections:
        """What is on screen, under its headings; nobody else changes it."""
        return self._layout.shown

    @property
    def wish(self) -> Wish:
        """What the person wants to see, which may be on its way still."""
        return self._wish

    def at(self, place: int) -> Row | Heading:
        """Return what a line shows, the top being 0."""
        return self._layout.shown.at(place)

    def place_of(self, incident_id: UUID) -> int | None:
        """Return where the incident is, or None where it is not shown."""
        row = self._layout.placed.get(incident_id)
        return None if row is None else self._layout.shown.find(row)

    def ids(self) -> Iterator[UUID]:
        """Return all that is shown, from the top."""
        return (row.id for rows in self._layout.shown.lists() for row in rows)

    def places_of(self, ids: Set[UUID]) -> Iterator[int]:
        """Return where these are, from the top; those that are not shown are left out."""
        return self._layout.shown.places(ids)

    def want(
        self,
        *,
        view: View | None = None,
        ordering: Ordering | None = None,
        query: str | None = None,
        folded: frozenset[str] | None = None,
    ) -> bool:
        """Take what the person wants to see; tell whether the list must be laid out anew."""
        before = self._wish
        if view is not None:
            shape = view.shape
            self._wish = replace(self._wish, view=view, ordering=shape.ordering, folded=shape.folded)
        if ordering is not None:
            self._wish = replace(self._wish, ordering=ordering)
        if query is not None:
            self._wish = replace(self._wish, words=words_of(query))
        if folded is not None:
            self._wish = replace(self._wish, folded=folded)
        # A view may have been written down while another language was spoken.
        self._wish = replace(self._wish, ordering=replace(self._wish.ordering, language=language()))
        return self._wish != before

    def hold(self, incident_id: UUID | None) -> UUID | None:
        """Keep this row in the list whatever happens; return the one that was held before."""
        before, self._held = self._held, incident_id
        return before

    def arranging(self, *, anew: bool) -> Generator[None, None, Layout]:
        """Lay out what is wanted, with a pause after each piece of the work.

        ``anew`` says that rows have changed without being followed, so nothing of the present list counts.
        """
        wish, present = self._wish, self._layout
        base, placed = present.base, present.placed
        fits = not anew and (wish.view, wish.ordering) == (present.wish.view, present.wish.ordering)
        if not fits:
            base, placed = yield from self._arrange_base(wish)
        if not wish.words:
            return Layout(wish, base, base, placed)
        source = present.shown if fits and wish.narrows(present.wish) else base
        kept = placed.get(self._held) if self._held else None
        shown = yield from source.narrowed(wish.words, kept)
        return Layout(wish, base, shown, placed)

    def adopt(self, layout: Layout) -> None:
        """Show what was laid out; rows that changed meanwhile are to be followed after it."""
        self._layout = layout
        self._show_folded(layout.wish.folded)
        self._includes = layout.wish.view.predicate(self._me)

    def follow(self, incident_id: UUID) -> Iterator[Step]:
        """Bring one incident up to date: tell each step, and make it when asked for the next."""
        layout = self._layout
        old = layout.placed.get(incident_id)
        new = self._rows.get(incident_id)
        if new is not None and incident_id != self._held and not self._includes(new):
            new = None
        is_shown = new is not None and self._matches(new)
        was_shown = old is not None and layout.shown.holds(old)
        if layout.base is not layout.shown:
            _exchange(layout.base, old, new)
        yield from _steps(layout.shown, old if was_shown else None, new if is_shown else None)
        if new is None:
            layout.placed.pop(incident_id, None)
        else:
            layout.placed[incident_id] = new

    def fold(self, folded: frozenset[str]) -> Iterator[Step]:
        """Fold these groups of the list as it is, and no others: tell each step, then make it."""
        shown, now = self._layout.shown, self._layout.wish.folded
        for name in sorted(folded ^ now):
            if lines := shown.inside(name):
                yield Remove(*lines) if name in folded else Insert(*lines)
            now = now ^ {name}
            self._show_folded(now)
        self._wish = replace(self._wish, folded=folded)
        self._layout = replace(self._layout, wish=replace(self._layout.wish, folded=folded))

    def _show_folded(self, folded: frozenset[str]) -> None:
        for sections in (self._layout.base, self._layout.shown):
            sections.show_folded(folded)

    def _arrange_base(self, wish: Wish) -> Generator[None, None, tuple[Sections, dict[UUID, Row]]]:
        included = wish.view.predicate(self._me)
        kept = self._rows.get(self._held) if self._held else None
        chosen: list[Row] = []
        for piece in pieces(list(self._rows.values())):
            chosen += [row for row in piece if included(row) or row is kept]
            yield
        in_order = yield from wish.ordering.sorted(chosen)
        placed: dict[UUID, Row] = {}
        for piece in pieces(in_order):
            placed.update((row.id, row) for row in piece)
            yield
        base = yield from Sections(wish.ordering).filled(in_order)
        return base, placed

    def _matches(self, row: Row) -> bool:
        return row.id == self._held or all(word in row.text for word in self._layout.wish.words)


def _exchange(sections: Sections, old: Row | None, new: Row | None) -> None:
    if old is new:
        return
    if old is not None:
        sections.remove(old)
    if new is not None:
        sections.add(new)


def _steps(shown: Sections, old: Row | None, new: Row | None) -> Iterator[Step]:
    """Put ``new`` where ``old`` was listed; either may be None. Tells each step before it is made."""
    group_of = shown.ordering.group_of
    if old is not None and new is not None and group_of(old) == group_of(new):
        before, target = shown.find(old), shown.target(new)
        if before is not None and target is not None:
            after = target - 1 if target > before else target
            if before != after:
                yield Shift(before, after)
        _exchange(shown, old, new)
        return
    if old is not None:
        if lines := shown.leaving(old):
            yield Remove(*lines)
        shown.remove(old)
    if new is not None:
        if lines := shown.coming(new):
            yield Insert(*lines)
        shown.add(new)
