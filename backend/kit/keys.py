"""The public keys of one issuer: fetched when needed, kept, and fetched again with restraint."""

import threading
import time
from collections.abc import Callable, Mapping
from typing import Any

import httpx
import jwt
import structlog

from shared.trust import certificates

KeySource = str | Callable[[], Mapping[str, Any]]
"""Where keys come from: the address of a JWKS document, or a function that returns one."""

FRESH = 300.0
"""Seconds after which the keys are looked at again, so that a withdrawn key stops working."""
PAUSE = 2.0
"""Seconds between two fetches at least: unknown key ids are free to invent."""
TIMEOUT = 3.0

log = structlog.stdlib.get_logger(__name__)


class KeysUnavailableError(Exception):
    """The issuer's keys could not be fetched, so nothing can be said about its tokens."""


class KeyRing:
    """Keeps the keys of one issuer by their ``kid``; safe to use from several threads.

    When the issuer is down the keys that are known go on working: services don't wait for each other.
    """

    def __init__(self, issuer: str, source: KeySource, *, now: Callable[[], float] = time.monotonic) -> None:
        self._issuer = issuer
        self._source = source
        self._now = now
        self._keys: dict[str, jwt.PyJWK] = {}
        self._fetched_at: float | None = None
        self._tried_at: float | None = None
        self._lock = threading.Lock()

    def key(self, kid: str) -> jwt.PyJWK:
        """Return the key; raise KeyError for an unknown one, KeysUnavailableError when none are known."""
        if kid not in self._keys or not self._within(self._fetched_at, FRESH):
            with self._lock:
                if kid not in self._keys or not self._within(self._fetched_at, FRESH):
                    self._fetch()
        if self._fetched_at is None:
            raise KeysUnavailableError(f"the keys of {self._issuer} cannot be fetched")
        return self._keys[kid]

    def _within(self, moment: float | None, seconds: float) -> bool:
        return moment is not None and self._now() - moment < seconds

    def _fetch(self) -> None:
        if self._within(self._tried_at, PAUSE):
            return
        self._tried_at = self._now()
        try:
            keys = jwt.PyJWKSet.from_dict(dict(self._document())).keys
        except (httpx.HTTPError, jwt.PyJWTError, ValueError, TypeError) as error:
            log.warning("keys not fetched", issuer=self._issuer, reason=str(error))
            return
        self._keys = {key.key_id: key for key in keys if key.key_id}
        self._fetched_at = self._now()

    def _document(self) -> Mapping[str, Any]:
        if callable(self._source):
            return self._source()
        answer = httpx.get(self._source, timeout=TIMEOUT, verify=certificates()).raise_for_status().json()
        if not isinstance(answer, dict):
            raise TypeError("not a key set")
        return answer
