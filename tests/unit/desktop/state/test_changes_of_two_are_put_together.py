"""What two people change in one form at the same time: told apart, and put on top of each other."""

from desktop.state.admin_form import Entry, FormField, changed, differences, rebased, values_of
from desktop.state.admin_room import Line, matching


def form(role: str, teams: tuple[str, ...], limit: int | None) -> list[FormField]:
    return [
        FormField("role", "Role", Entry.ONE, role, (("agent", "Agent"), ("admin", "Administrator"))),
        FormField("teams", "Teams", Entry.MANY, teams, (("returns", "Returns"),)),
        FormField("limit", "Limit", Entry.NUMBER, limit),
    ]


BEFORE = form("agent", (), None)


def test_what_somebody_else_changed_is_said_in_words() -> None:
    after = form("admin", ("returns", "gone"), 3)
    told = ["Role: Agent → Administrator", "Teams: — → Returns, gone", "Limit: — → 3"]
    assert differences(BEFORE, after) == told
    assert differences(BEFORE, BEFORE) == []


def test_what_was_typed_stays_and_what_was_not_touched_is_what_it_is_now() -> None:
    typed = values_of(form("agent", ("returns",), None))
    present = values_of(form("admin", (), 3))
    assert rebased(values_of(BEFORE), typed, present) == {"role": "admin", "teams": ("returns",), "limit": 3}


def test_only_what_changed_is_asked_for() -> None:
    typed = values_of(form("agent", ("returns",), None))
    assert changed(values_of(BEFORE), typed, ("role", "teams")) == {"teams": ("returns",)}


def test_lines_are_found_by_every_word_whatever_the_accents() -> None:
    lines = [Line("1", "Ana García", "ana@shop.example"), Line("2", "Ana Ruiz")]
    assert [one.id for one in matching(lines, "garcia ana")] == ["1"]
    assert matching(lines, "") == lines
