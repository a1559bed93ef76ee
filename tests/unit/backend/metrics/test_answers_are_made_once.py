"""What many dashboards ask at the same moment is worked out once."""

from zoneinfo import ZoneInfo

from backend.metrics.board import Board
from backend.metrics.recalling import MOST, Recalled
from backend.metrics.steps import facts_of
from shared.contracts.figures import Share
from tests.support.lives import Life


class Kitchen:
    """Makes answers, and counts them."""

    def __init__(self) -> None:
        self.made = 0

    def make(self) -> Share:
        self.made += 1
        return Share(key="late", count=self.made)


def test_the_same_question_is_answered_once_while_figures_are_the_same() -> None:
    recalled, board, kitchen = Recalled(), Board(ZoneInfo("Europe/Madrid")), Kitchen()
    answers = {recalled.answer(board, "question", kitchen.make) for _ in range(5)}
    assert len(answers) == kitchen.made == 1


def test_changed_figures_are_a_new_answer() -> None:
    recalled, board, kitchen = Recalled(), Board(ZoneInfo("Europe/Madrid")), Kitchen()
    recalled.answer(board, "question", kitchen.make)
    board.take_in([(None, facts_of(Life.begun().record()))], {})
    recalled.answer(board, "question", kitchen.make)
    recalled.answer(Board(ZoneInfo("Europe/Madrid")), "question", kitchen.make)
    assert kitchen.made == 3


def test_what_was_not_asked_for_long_is_forgotten() -> None:
    recalled, board, kitchen = Recalled(), Board(ZoneInfo("Europe/Madrid")), Kitchen()
    for number in range(MOST + 1):
        recalled.answer(board, number, kitchen.make)
    recalled.answer(board, 0, kitchen.make)
    assert kitchen.made == MOST + 2
