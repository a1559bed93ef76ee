"""What stands typed on an incident's page stays there when another button is pressed; without scripts."""

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from shared.contracts.commands import RateIncident, ResolveIncident, UnsubscribeIncident
from shared.contracts.envelope import Content
from shared.contracts.resources import IncidentDetail
from shared.contracts.vocabulary import FILE_MAX_BYTES, RATING_WORD_MAX, State
from shared.messaging.memory import MemoryBroker
from tests.support.forms import hidden_of
from tests.support.incidents_seen import seen
from tests.support.little_desk import LittleDesk
from tests.support.multipart import NamedFile, carried, post_form
from tests.support.sent_files import PHOTO
from tests.unit.webform.test_following_an_incident import ENGLISH, commands, link, place
from tests.unit.webform.test_what_was_typed_comes_along import sign_in

TYPED = "Y otra cosa, que aún no he"
HARD = "".join(chr(0x4E00 + (number * 7919) % 20000) for number in range(4000))


@pytest.fixture
def incident(desk: LittleDesk) -> IncidentDetail:
    return place(desk, seen(State.RESOLVED))


def press(
    client: FlaskClient, incident: IncidentDetail, button: str, *files: NamedFile, **fields: str
) -> TestResponse:
    hidden = hidden_of(client.get(link(incident), headers=ENGLISH).text)
    return post_form(client, link(incident, f"/{button}"), {**hidden, "text": TYPED, **fields}, files)


def page_of(client: FlaskClient, incident: IncidentDetail) -> str:
    return client.get(link(incident), headers=ENGLISH).text


@pytest.mark.parametrize(
    ("button", "fields", "kind"),
    [
        ("resolution", {}, ResolveIncident),
        ("rating", {"stars": "4"}, RateIncident),
        ("mails", {"wanted": "no"}, UnsubscribeIncident),
    ],
)
def test_a_message_that_is_half_typed_is_not_sent_and_stays_with_its_files(
    served: FlaskClient,
    broker: MemoryBroker,
    incident: IncidentDetail,
    button: str,
    fields: dict[str, str],
    kind: type[Content],
) -> None:
    assert press(served, incident, button, PHOTO, **fields).status_code == 303
    assert [type(command) for command in commands(broker)] == [kind]
    page = page_of(served, incident)
    assert "not sent yet" in page
    assert f"{TYPED}</textarea>" in page
    assert len(carried(page)) == 1
    assert "not sent yet" not in page_of(served, incident), "said once"


@pytest.mark.parametrize("move", ["comments", "reopening"])
def test_a_rating_that_is_half_given_stays_when_a_message_is_sent(
    served: FlaskClient, broker: MemoryBroker, incident: IncidentDetail, move: str
) -> None:
    press(served, incident, move, stars="2", word="Tardasteis")
    assert len(commands(broker)) == 1
    page = page_of(served, incident)
    assert "Tardasteis</textarea>" in page
    assert f"{TYPED}</textarea>" not in page


def test_once_it_is_sent_it_stays_no_longer(served: FlaskClient, incident: IncidentDetail) -> None:
    press(served, incident, "resolution")
    press(served, incident, "comments")
    assert f"{TYPED}</textarea>" not in page_of(served, incident)


@pytest.mark.parametrize(
    ("button", "fields"), [("resolution", {}), ("rating", {"stars": "4"}), ("mails", {"wanted": "no"})]
)
def test_where_it_is_too_long_to_be_kept_nothing_is_done_and_the_page_says_so(
    served: FlaskClient, broker: MemoryBroker, incident: IncidentDetail, button: str, fields: dict[str, str]
) -> None:
    back = press(served, incident, button, text=HARD, **fields)
    assert back.status_code == 400
    assert "Send it first." in back.text
    assert HARD in back.text
    assert not commands(broker)


def test_a_refused_rating_and_the_message_beside_it_both_come_back(
    served: FlaskClient, broker: MemoryBroker, incident: IncidentDetail
) -> None:
    back = press(served, incident, "rating", PHOTO, stars="3", word="x" * (RATING_WORD_MAX + 1))
    assert back.status_code == 400
    assert f"{TYPED}</textarea>" in back.text
    assert len(carried(back.text)) == 1
    assert not commands(broker)


def test_what_an_account_left_half_typed_is_for_nobody_after_it(
    served: FlaskClient, incident: IncidentDetail
) -> None:
    press(served, incident, "mails", wanted="no")
    sign_in(served, "/account/sign-in")
    assert TYPED in page_of(served, incident), "a guest's words are still theirs once they have signed in"
    press(served, incident, "mails", wanted="yes")
    served.post("/account/sign-out")
    assert TYPED not in page_of(served, incident)
    sign_in(served, "/account/sign-in")
    assert TYPED in page_of(served, incident)


def test_what_is_left_on_one_incidents_page_is_not_on_anothers(
    served: FlaskClient, desk: LittleDesk, incident: IncidentDetail
) -> None:
    press(served, incident, "resolution")
    assert TYPED not in page_of(served, place(desk, seen()))
    assert TYPED not in served.get("/incidents/new").text


@pytest.mark.parametrize("button", ["comments", "reopening", "rating"])
def test_a_refused_page_keeps_its_words_and_files_in_the_other_language(
    served: FlaskClient, broker: MemoryBroker, incident: IncidentDetail, button: str
) -> None:
    too_large = ("too-large.txt", b"x" * (FILE_MAX_BYTES + 1))
    wrong = (PHOTO, too_large) if button != "rating" else (PHOTO,)
    refused = press(served, incident, button, *wrong)
    assert refused.status_code in {400, 413}
    assert not broker.queues["resolution.commands"]
    other = served.get(link(incident, f"/{button}") + "&lang=es", follow_redirects=True).text
    assert '<html lang="es">' in other
    assert f"{TYPED}</textarea>" in other
    assert len(carried(other)) == 1
