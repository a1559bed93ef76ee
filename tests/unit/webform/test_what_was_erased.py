"""The tracking page of an incident without its person: it says so, and offers nothing to do."""

import re

from flask.testing import FlaskClient

from shared.clock import utc_now
from shared.contracts.vocabulary import ERASED_NAME, ERASED_WORDS, State
from shared.links import Links
from tests.support.incidents_seen import ANA, CUSTOMER, did, said, seen
from tests.support.little_desk import LittleDesk

LINKS = Links("a link key for tests only")


def test_of_what_was_erased_the_page_says_so_and_offers_nothing_to_do(
    served: FlaskClient, desk: LittleDesk
) -> None:
    spoken = seen(State.CLOSED, said(2, CUSTOMER, "—"), did(3, "erased", ANA))
    row = spoken.row.model_copy(update={"subject": ERASED_WORDS, "customer_name": ERASED_NAME})
    update = {"row": row, "description": ERASED_WORDS, "erased_at": utc_now()}
    incident = spoken.model_copy(update=update)
    desk.incidents[row.id] = incident
    path = f"/incidents/{row.reference}?key={LINKS.key_of(row.id)}"
    for language, words in (("en", "was deleted"), ("es", "se borró")):
        page = served.get(path, headers={"Accept-Language": language}).text
        assert words in page
        assert row.reference in page
        assert "—" not in re.sub(r"<title>.*?</title>", "", page)
        assert re.search(r'id="answer"[^>]* hidden>', page)
        assert re.search(r'id="rating"[^>]* hidden>', page)
        assert 'class="message' not in page
        assert 'name="wanted"' not in page
