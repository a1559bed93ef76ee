"""What a customer has just sent and their incident does not show yet, remembered by their browser.

The cookie belongs to the pages of one incident and ends by itself, so it never shows up on another one.
"""

from dataclasses import dataclass

from flask import Response, current_app, request
from itsdangerous import BadSignature, URLSafeSerializer

COOKIE = "sent"
LASTS_S = 15 * 60
_LONGEST = 400
"""A cookie holds 4 KB; a longer text is shown cut until the incident shows it whole."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A message, or with no text a wish; ``seen`` is the incident's version when it was sent.

    ``files`` is how many go along.
    """

    id: str
    text: str
    seen: int
    files: int = 0


class SentNotes:
    """Writes the cookie and reads it back; what is not ours is nothing."""

    def __init__(self, secret: str) -> None:
        self._signer = URLSafeSerializer(secret, salt="just sent")

    def remember(self, response: Response, reference: str, sent: Sent) -> None:
        """Have the browser keep it for this incident."""
        text = sent.text if len(sent.text) <= _LONGEST else sent.text[: _LONGEST - 1] + "…"
        response.set_cookie(
            COOKIE,
            self._signer.dumps([sent.id, text, sent.seen, sent.files]),
            max_age=LASTS_S,
            path=f"/incidents/{reference}",
            httponly=True,
            samesite="Lax",
            secure=current_app.config["SESSION_COOKIE_SECURE"],
        )

    def recall(self) -> Sent | None:
        """Return what the present request's browser has kept for the incident it asks for."""
        try:
            known, text, seen, files = self._signer.loads(request.cookies.get(COOKIE, ""))
        except (BadSignature, ValueError, TypeError):
            return None
        return Sent(str(known), str(text), int(seen), int(files))

    @staticmethod
    def forget(response: Response, reference: str) -> None:
        """Have the browser drop it: the incident shows it now."""
        if COOKIE in request.cookies:
            response.delete_cookie(COOKIE, path=f"/incidents/{reference}")
