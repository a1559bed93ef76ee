import random
from collections import Counter
from itertools import islice

from backend.search.domain import Kind
from bench.index_stock import CUSTOMER, OWN_INCIDENTS, Stock


def test_the_stock_is_the_same_for_the_same_chance() -> None:
    first, second = (list(Stock(random.Random(3)).entries(40)) for _ in range(2))
    assert first == second


def test_the_stock_holds_answers_incidents_and_some_of_one_customer() -> None:
    entries = list(Stock(random.Random(3)).entries(50))
    kinds = Counter(entry.key.kind for entry in entries)
    assert kinds[Kind.INCIDENT] == 50
    assert kinds[Kind.ANSWER] == len(Stock(random.Random(3)).answers)
    assert sum(entry.customer_id == CUSTOMER for entry in entries) == OWN_INCIDENTS


def test_what_is_asked_for_is_there() -> None:
    stock = Stock(random.Random(3))
    references = {entry.shown.reference for entry in stock.entries(50)}
    asked = [question["q"] for kind, question in islice(stock.questions(200), 200) if kind == "reference"]
    assert asked
    assert set(asked) <= references
