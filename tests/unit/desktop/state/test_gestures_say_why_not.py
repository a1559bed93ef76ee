import pytest

from desktop.state import texts
from desktop.state.gestures import BY_NAME, GESTURES
from desktop.state.person import Person
from shared.contracts.vocabulary import Language, Role, State
from tests.support.rows import row

ANA = Person(id="e-ana00000001", name="Ana")
BOSS = Person(id="e-boss0000001", name="Boss", role=Role.SUPERVISOR)
HERS = ("e-ana00000001", "Ana")
HIS = ("e-luis0000001", "Luis")


@pytest.fixture(autouse=True)
def _in_english() -> None:
    texts.choose(Language.ENGLISH)


def test_no_key_is_given_twice() -> None:
    keys = [key for gesture in GESTURES for key in (gesture.key, *gesture.more_keys) if key]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize(
    ("gesture", "one", "obstacle"),
    [
        ("claim", row(), None),
        ("claim", row(assignee=HIS), "Luis has it."),
        ("claim", row(assignee=HERS), "You have it already."),
        ("claim", row(state=State.RESOLVED), "Not possible: it is “Resolved”."),
        ("release", row(assignee=HERS), None),
        ("release", row(assignee=HIS), "Luis has it."),
        ("release", row(), "Nobody has it."),
        ("assign", row(), None),
        ("assign", row(assignee=HERS), None),
        ("assign", row(assignee=HIS), "Luis has it."),
        ("assign", row(state=State.CLOSED), "Not possible: it is “Closed”."),
        ("pause", row(state=State.WAITING), "Not possible: it is “Waiting for customer”."),
        ("reply", row(state=State.CLOSED), "Not possible: it is “Closed”."),
        ("note", row(state=State.CLOSED), None),
        ("reopen", row(state=State.RESOLVED), None),
        ("close", row(state=State.RESOLVED), None),
        ("close", row(state=State.CLOSED), "Not possible: it is “Closed”."),
        ("close", row(state=State.CLOSED, is_unanswered=True), None),
        ("reopen", row(), "Not possible: it is “New”."),
    ],
)
def test_an_agent(gesture: str, one: object, obstacle: str | None) -> None:
    assert BY_NAME[gesture].obstacle(one, ANA) == obstacle  # type: ignore[arg-type]


def test_a_supervisor_may_release_and_give_away_what_a_colleague_has() -> None:
    for gesture in ("release", "assign"):
        assert BY_NAME[gesture].obstacle(row(assignee=HIS), BOSS) is None


def test_without_an_incident_there_is_nothing_to_claim_but_help_is_always_there() -> None:
    assert BY_NAME["claim"].obstacle(None, ANA) == "Choose an incident first."
    assert BY_NAME["help"].obstacle(None, ANA) is None
