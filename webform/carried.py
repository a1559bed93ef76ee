"""What was typed, carried along while its author goes elsewhere: to sign in, or past another button.

A cookie of the form's own page holds it for a quarter of an hour, so that it works without scripts. Signing
out reaches no cookie of another page: so each names whose it is.
"""

from collections.abc import Mapping

from flask import Response, current_app, request, session
from itsdangerous import BadSignature, URLSafeTimedSerializer
from werkzeug.datastructures import MultiDict

COOKIE = "typed"
PATH = "/incidents/new"
LASTS_S = 15 * 60
_LONGEST = 3800
"""A cookie holds 4096 bytes, with its name; compressed, some 4,000 characters of prose fit."""


class Carried:
    """Writes the cookie and reads it back; what is not ours is nothing."""

    def __init__(self, secret: str) -> None:
        self._signer = URLSafeTimedSerializer(secret, salt="carried along for its author")

    def keep(self, response: Response, said: Mapping[str, str | list[str]], path: str = PATH) -> bool:
        """Have the browser carry it to the pages under ``path``.

        Return False, and carry nothing, where it is too long for that.
        """
        value = self._signer.dumps([_author(), {name: text for name, text in said.items() if text}])
        if len(value) > _LONGEST:
            self.forget(response, path)
            return False
        response.set_cookie(
            COOKIE,
            str(value),
            max_age=LASTS_S,
            path=path,
            httponly=True,
            samesite="Lax",
            secure=current_app.config["SESSION_COOKIE_SECURE"],
        )
        return True

    def recall(self) -> MultiDict[str, str] | None:
        """Return what the present request's browser carries, as if it had been posted.

        What a guest typed stays theirs when they sign in; what an account's owner typed is nobody else's.
        """
        try:
            author, said = self._signer.loads(request.cookies.get(COOKIE, ""), max_age=LASTS_S)
        except BadSignature:
            return None
        return None if author and author != _author() else MultiDict(said)

    @staticmethod
    def forget(response: Response, path: str = PATH) -> None:
        """Have the browser drop it: it was sent, or its author has left."""
        response.delete_cookie(COOKIE, path=path)


def _author() -> str:
    """Return the id of who is signed in; empty for a guest."""
    return str(session["customer"]["id"]) if "customer" in session else ""
