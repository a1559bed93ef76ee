"""Signing in, and staying signed in: the access token is renewed before it ends."""

import socket
from collections.abc import Callable

from pydantic import BaseModel, ConfigDict, ValidationError
from PySide6.QtCore import QObject, QTimer, Signal

from desktop.services.wire import Call, Done, Exchange, Wire
from desktop.state.failure import Failure, Kind
from desktop.state.person import Person
from shared.contracts.vocabulary import NAME_MAX

RENEW_AT = 0.75
"""The part of its life after which a token is renewed."""
RETRY_MS = 5_000
GOODBYE_MS = 1_000


class Grant(BaseModel):
    """What the service gives to who signs in or renews."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    access_token: str
    expires_in: int
    refresh_token: str
    employee: Person
    session_tag: str = ""
    recovery_codes: tuple[str, ...] = ()


class Session(QObject):
    """One employee's session at a time. What becomes of the refresh token is up to who hears of it.

    An answer that one session has asked for never reaches the next: two people may use one console in turn.

    Signals:
        signedIn(Person): the e-mail and password were right.
        enrolled(tuple[str]): signing in made a second factor; these are its recovery codes. Before signedIn.
        failed(Failure): signing in did not work.
        refreshed(str): there is another refresh token, and the ones before it are worth nothing.
        renewed(str): there is a fresh access token.
        ended(): the session is over and the person must sign in again.
    """

    signedIn = Signal(object)  # Qt's spelling
    enrolled = Signal(object)
    refreshed = Signal(str)
    failed = Signal(object)
    renewed = Signal(str)
    ended = Signal()

    def __init__(self, url: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._wire = Wire(url, self)
        self._grant: Grant | None = None
        self._generation = 0
        self._entering: Exchange | None = None
        self._renewing: Exchange | None = None
        self._waiting: list[Callable[[bool], None]] = []
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._renew)

    def token(self) -> str:
        """Return the present access token, empty when nobody is signed in; callable from any thread."""
        grant = self._grant
        return grant.access_token if grant else ""

    def own_token(self) -> Callable[[], str]:
        """Return what gives the token of the session that is open now, and "" once it is over.

        Whatever outlives the session for a moment can so never speak for the next person. Callable from
        any thread.
        """
        generation = self._generation

        def token() -> str:
            # The token first: the generation changes before there is another one.
            found = self.token()
            return found if self._generation == generation else ""

        return token

    def tag(self) -> str:
        """Return what names this session where its token opens nothing, empty when nobody is signed in."""
        return self._grant.session_tag if self._grant else ""

    def sign_in(self, email: str, password: str, code: str = "") -> None:
        """Try to sign in, with a code of a second factor where one is due; an answer follows as a signal."""
        body = {"email": email.strip(), "password": password, "device": device_name()}
        self._enter(Call("POST", "/api/v1/sessions", {**body, **({"code": code} if code else {})}))

    def resume(self, refresh_token: str) -> None:
        """Go on with a session of before; an answer follows as a signal."""
        self._enter(Call("POST", "/api/v1/tokens", {"refresh_token": refresh_token}))

    def take_up(self, code: str, name: str, password: str, done: Done) -> None:
        """Take up an invitation; ``done`` or ``failed`` follows."""
        body = {"code": code.strip(), "name": name, "password": password}
        self._wire.send(Call("POST", "/api/v1/acceptances", body), None, done, self._on_not_signed_in)

    def leave(self) -> None:
        """Leave the session open at the service, for ``resume``."""
        self._forget()

    def _enter(self, call: Call) -> None:
        if self._entering:
            self._entering.cancel()
        self._entering = self._wire.send(call, None, self._on_signed_in, self._on_not_signed_in)

    def sign_out(self, then: Callable[[], None] = lambda: None) -> None:
        """End the session here at once; call ``then`` when the service knows, or can't be told."""
        token = self.token()
        self._forget()
        if not token:
            then()
            return
        call = Call("DELETE", "/api/v1/sessions/current", timeout_ms=GOODBYE_MS)
        self._wire.send(call, token, lambda _: then(), lambda _: then())

    def refresh(self, then: Callable[[bool], None]) -> None:
        """Renew the token now, once for all who ask; call ``then`` with whether there is a fresh one."""
        self._waiting.append(then)
        self._renew()

    def _on_not_signed_in(self, failure: Failure) -> None:
        self._entering = None
        self.failed.emit(failure)

    def _on_signed_in(self, body: bytes) -> None:
        self._entering = None
        grant = _read(body)
        if grant is None:
            self.failed.emit(Failure(Kind.UNINTELLIGIBLE))
            return
        self._forget()
        self._keep(grant)
        if grant.recovery_codes:
            self.enrolled.emit(grant.recovery_codes)
        self.signedIn.emit(grant.employee)

    def _renew(self) -> None:
        # A refresh token is good for one use: a second one at the same time would end the session.
        if self._renewing:
            return
        if self._grant is None:
            self._answer_waiting(fresh=False)
            return
        call = Call("POST", "/api/v1/tokens", {"refresh_token": self._grant.refresh_token})
        self._renewing = self._wire.send(call, None, self._on_renewed, self._on_not_renewed)

    def _on_renewed(self, body: bytes) -> None:
        self._renewing = None
        grant = _read(body)
        if grant is None:
            self._on_not_renewed(Failure(Kind.UNINTELLIGIBLE))
            return
        self._keep(grant)
        self.renewed.emit(grant.access_token)
        self._answer_waiting(fresh=True)

    def _on_not_renewed(self, failure: Failure) -> None:
        self._renewing = None
        if failure.passing:
            self._timer.start(RETRY_MS)
            self._answer_waiting(fresh=False)
            return
        self._forget()
        self.ended.emit()

    def _forget(self) -> None:
        """End the session here; what it has asked for and not yet heard is told to nobody."""
        self._generation += 1
        self._grant = None
        self._timer.stop()
        for exchange in (self._entering, self._renewing):
            if exchange:
                exchange.cancel()
        self._entering = self._renewing = None
        self._answer_waiting(fresh=False)

    def _keep(self, grant: Grant) -> None:
        self._grant = grant
        self.refreshed.emit(grant.refresh_token)
        self._timer.start(max(1000, int(grant.expires_in * RENEW_AT * 1000)))

    def _answer_waiting(self, *, fresh: bool) -> None:
        waiting, self._waiting = self._waiting, []
        for then in waiting:
            then(fresh)


def device_name() -> str:
    """Return what this computer calls itself, for the list of sessions."""
    return socket.gethostname()[:NAME_MAX] or "?"


def _read(body: bytes) -> Grant | None:
    try:
        return Grant.model_validate_json(body)
    except ValidationError:
        return None
