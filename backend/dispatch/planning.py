"""What is to be done next, from what is known: pure, so that it can be tried a thousand times."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from backend.dispatch.book import Book, Known
from backend.dispatch.domain import Choice, Person, Return, choose
from shared.contracts.resources import Assignee
from shared.contracts.vocabulary import AssignmentMode, Slug

Modes = Mapping[Slug, AssignmentMode]
"""Who hands out the incidents of each team; of one that is not named, its people."""


def choices(book: Book, people: Sequence[Person], modes: Modes) -> tuple[list[Choice], int]:
    """Choose somebody for every incident that is to be handed out, and enter it in the book.

    Returns the choices, and how many stay with their team because nobody can take them.
    """
    made: list[Choice] = []
    # Whoever could not take one cannot take the next of its kind: nobody's hands get emptier meanwhile.
    untakeable, left = set(), 0
    in_hand, number = book.in_hand(), book.next_number()
    turns = {team: dict(book.turns_in(team)) for team in modes}
    for known in book.unclaimed():
        row = known.row
        mode = modes.get(row.team or "", AssignmentMode.MANUAL)
        kind = row.team, row.category, row.language, known.given_back_by
        if row.team is None or mode is AssignmentMode.MANUAL:
            continue
        if kind in untakeable:
            left += 1
            continue
        others = [person for person in people if person.id != known.given_back_by]
        person = choose(row, mode, others, in_hand, turns[row.team])
        if person is None:
            untakeable.add(kind)
            left += 1
            continue
        to = Assignee(id=person.id, name=person.name)
        choice = Choice(row.id, row.version, row.team, to, number)
        in_hand[person.id] += 1
        turns[row.team][person.id] = number
        number += 1
        book.choices[row.id] = choice
        made.append(choice)
    return made, left


def returns(
    book: Book, people: Sequence[Person], modes: Modes, now: datetime, away_lasts: timedelta
) -> list[Return]:
    """Return what goes back to the teams, because who has it works here no more or is gone."""
    known_people = {person.id: person for person in people}
    back = []
    for known in book.held():
        holder = known_people.get(known.row.assignee.id) if known.row.assignee else None
        if holder and _is_left(known, holder, modes, now, away_lasts):
            back.append(Return(known.row.id, known.row.version))
    return back


def _is_left(known: Known, holder: Person, modes: Modes, now: datetime, away_lasts: timedelta) -> bool:
    if not holder.active:
        return True
    if modes.get(known.row.team or "", AssignmentMode.MANUAL) is AssignmentMode.MANUAL:
        return False  # nobody would be given it
    left_at = holder.left_at(away_lasts)
    # What somebody takes after they said that they are gone, they mean to have.
    return left_at is not None and left_at <= now and (known.taken_at is None or known.taken_at <= left_at)
