"""An address for answers opens its incident, and nobody makes one but us."""

from uuid import UUID, uuid4

from hypothesis import given
from hypothesis import strategies as st

from backend.notifications.addresses import ReplyAddresses, message_id

ADDRESSES = ReplyAddresses("replies.example", "a key")
INCIDENT = uuid4()


@given(st.uuids())
def test_an_address_leads_to_its_incident_however_it_is_spelled(incident_id: UUID) -> None:
    address = ADDRESSES.of(incident_id)
    assert ADDRESSES.incident_of(address) == ADDRESSES.incident_of(address.upper()) == incident_id
    assert len(address.partition("@")[0]) <= 64


def test_an_address_with_one_altered_letter_leads_nowhere() -> None:
    address = ADDRESSES.of(INCIDENT)
    for place, letter in enumerate(address):
        altered = address[:place] + ("a" if letter != "a" else "b") + address[place + 1 :]
        assert ADDRESSES.incident_of(altered) is None


def test_an_address_made_with_another_key_leads_nowhere() -> None:
    assert ADDRESSES.incident_of(ReplyAddresses("replies.example", "other").of(INCIDENT)) is None


@given(st.text(max_size=90) | st.from_regex(r"reply\+[a-z2-7.]{0,60}@replies\.example", fullmatch=True))
def test_whatever_is_no_address_of_ours_leads_nowhere(text: str) -> None:
    assert ADDRESSES.incident_of(text) is None


def test_a_mail_that_is_made_again_has_the_same_name_and_every_other_another() -> None:
    one = message_id("replies.example", INCIDENT, 3, "Marta@example.org")
    assert one == message_id("replies.example", INCIDENT, 3, "marta@example.org")
    others = {
        message_id("replies.example", INCIDENT, 4, "marta@example.org"),
        message_id("replies.example", uuid4(), 3, "marta@example.org"),
        message_id("replies.example", INCIDENT, 3, "luis@example.org"),
    }
    assert len(others | {one}) == 4
