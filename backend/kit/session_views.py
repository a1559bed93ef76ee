"""What the routes for sessions answer, for their description."""

from pydantic import BaseModel, ConfigDict


class Tokens(BaseModel):
    """An open session; who it belongs to comes on top, as ``employee`` or ``customer``."""

    model_config = ConfigDict(extra="allow")

    access_token: str
    expires_in: int
    """Seconds that the access token is good for."""
    refresh_token: str


class KeySet(BaseModel):
    """A JSON Web Key Set (RFC 7517)."""

    keys: list[dict[str, str]]
