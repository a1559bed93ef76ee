"""Which mailed links were used up in this browser: opening one again is told so, and offers no button."""

import hashlib

from flask import session

KEPT_MOST = 8
USED = "used_links"
"""Where the session has them; they outlive a sign-out, for they tell nothing of who it was."""


def note_used(token: str) -> None:
    """Remember that a link did its work; the oldest are forgotten."""
    known: list[str] = session.get(USED, [])
    session[USED] = [*(one for one in known if one != _mark(token)), _mark(token)][-KEPT_MOST:]


def is_used(token: str) -> bool:
    """Tell whether a link did its work here."""
    return _mark(token) in session.get(USED, [])


def _mark(token: str) -> str:
    """A cookie can be read: it keeps no token."""
    return hashlib.sha256(token.encode()).hexdigest()[:16]
