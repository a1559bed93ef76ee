"""Fair use: a view that counts who asks, and what is answered to who asks too often."""

import hashlib
import time
from collections.abc import Callable, Collection
from enum import StrEnum
from functools import partial, wraps
from math import ceil
from typing import Any

import structlog
from flask import Flask, Response, current_app, jsonify, make_response, render_template, request
from flask_babel import gettext as _
from flask_limiter import Limiter
from flask_limiter.errors import RateLimitExceeded
from limits import parse_many
from werkzeug.exceptions import TooManyRequests
from werkzeug.middleware.proxy_fix import ProxyFix

from shared.ids import as_reference
from shared.networks import network_of
from webform.parts import parts
from webform.rates import FairUse, Rates, Subject
from webform.waits import held_back, in_words

Again = Callable[..., Any]
"""Makes a page anew with a sentence on it, and with what was typed; takes the view's own arguments too."""
Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]
log = structlog.stdlib.get_logger(__name__)
_SETTING = "FAIR_USE"
_PEOPLE, _PROGRAMS = "text/html", ("application/problem+json", "application/json")


class Action(StrEnum):
    """What is counted together."""

    OPENING = "opening"
    COMMENTS = "comments"
    REGISTRATION = "registration"
    SIGN_IN = "sign_in"
    MAILED_LINKS = "mailed_links"
    LOST_LINKS = "lost_links"
    FOLLOWING = "following"
    SEARCH = "search"
    UPLOADS = "uploads"


_limiter = Limiter(lambda: network_of(request.remote_addr), storage_uri="memory://", strategy="fixed-window")


def keep_fair(app: Flask, fair_use: FairUse) -> None:
    """Hold ``limited`` views to their limits, by the address that the trusted proxies tell."""
    app.config[_SETTING] = fair_use.rates()
    _limiter.init_app(app)
    if fair_use.trusted_proxies:
        only_who = {"x_proto": 0, "x_host": 0, "x_port": 0, "x_prefix": 0}
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=fair_use.trusted_proxies, **only_who)  # type: ignore[method-assign]


def limited(action: Action, again: Again | None = None, free: Collection[str] = ()) -> Decorator:
    """Decorate a view: who does this too often gets 429, with ``again``'s page or else one that only says so.

    What is sent counts, whether or not it is right; looking at a form does not, except for searches.
    ``free`` names the buttons of a form that send nothing.
    """

    def decorate(view: Callable[..., Any]) -> Callable[..., Any]:
        counted = view
        for subject in Subject:
            counted = _limiter.shared_limit(
                partial(_rate, action, subject),
                scope=action.value,
                key_func=partial(_key, subject),
                exempt_when=partial(_is_free, action, subject, free),
            )(counted)

        @wraps(view)
        def answer(**values: Any) -> Any:
            try:
                return counted(**values)
            except RateLimitExceeded:
                return _slow_down(action, again, values)

        return answer

    return decorate


def may(action: Action) -> bool:
    """Count something that is done besides, within a view; return False for who has done it too often."""
    rates: Rates = current_app.config[_SETTING][action]
    return all(
        _limiter.limiter.hit(each, _key(subject), action.value)
        for subject, rate in rates.by.items()
        if _who(subject)
        for each in parse_many(rate)
    )


def _rate(action: Action, subject: Subject) -> str:
    rates: Rates = current_app.config[_SETTING][action]
    return rates.by.get(subject, "")


def _is_free(action: Action, subject: Subject, free: Collection[str]) -> bool:
    only_looks = request.method in {"GET", "HEAD"} or any(button in request.form for button in free)
    return (only_looks and action is not Action.SEARCH) or not _who(subject)


def _key(subject: Subject) -> str:
    """Return under which name somebody is counted; nobody's address or e-mail is kept or logged."""
    return f"{subject}-{hashlib.sha256(_who(subject).encode()).hexdigest()[:32]}"


def _who(subject: Subject) -> str:
    """Return who asks; empty where that does not apply to this request."""
    match subject:
        case Subject.ADDRESS:
            return network_of(request.remote_addr)
        case Subject.ACCOUNT:
            return _account()
        case Subject.EMAIL:
            # Who is signed in is counted by the account: others can't use that up.
            return "" if _account() else request.form.get("email", "").strip().lower()
        case Subject.INCIDENT:
            reference = as_reference((request.view_args or {}).get("reference", ""))
            # Without its key nobody uses up an incident's share.
            return reference if parts().links.open(reference, request.args.get("key", "")) else ""


def _account() -> str:
    customer = parts().accounts.customer()
    return str(customer["id"]) if customer else ""


def _slow_down(action: Action, again: Again | None, values: dict[str, Any]) -> Response:
    """Return the answer, in the shape in which it was asked for."""
    breached = [limit for limit in _limiter.current_limits if limit.breached]
    seconds = max(1, ceil(max(limit.window.reset_time for limit in breached) - time.time()))
    log.info("too often", action=action, seconds=seconds)
    notice = _("That was a lot in a short time: please try again in %(wait)s.", wait=in_words(seconds))
    if request.accept_mimetypes.best_match((_PEOPLE, *_PROGRAMS)) in _PROGRAMS:
        answer = _problem(notice)
    elif again is not None:
        answer = make_response(again(notice=notice, **values))
    else:
        title = _("A little slower, please")
        answer = make_response(render_template("error.html", title=title, text=notice, leads_to_form=False))
    return held_back(answer, seconds)


def _problem(detail: str) -> Response:
    """Return a problem document (RFC 9457)."""
    kind, status = "urn:ventanilla:problem:too-often", TooManyRequests.code
    answer = jsonify(type=kind, title="Too often.", status=status, detail=detail)
    answer.mimetype = "application/problem+json"
    return answer
