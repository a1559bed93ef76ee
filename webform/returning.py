"""Where somebody goes on once they are signed in: back to what they had come from."""

import time

from flask import session, url_for

LASTS_S = 30 * 60
_KEY = "then"
_PLACES = {
    "incident": "opening.show",
    "account": "profile.show",
    "email": "credentials.change_email",
    "password": "credentials.change_password",
    "places": "places.show",
    "leaving": "leaving.explain",
    "deletion": "leaving.delete",
    "export": "exporting.take_out",
}
"""What an address may name, with the page that it means: an address from elsewhere leads nowhere else."""
_USUAL = "account.own"


def come_back_to(place: str | None) -> None:
    """Remember from which place somebody goes to sign in; what is no place of ours changes nothing."""
    if place in _PLACES:
        session[_KEY] = [place, int(time.time())]


def way_back() -> str:
    """Return the address to go on to, and forget it."""
    place, since = session.pop(_KEY, (None, 0))
    is_fresh = time.time() - since < LASTS_S
    return url_for(_PLACES.get(place, _USUAL) if is_fresh else _USUAL)


def place_of(endpoint: str | None) -> str | None:
    """Return the place that a page is, to come back to it; None for what nobody comes back to."""
    return next((place for place, page in _PLACES.items() if page == endpoint), None)
