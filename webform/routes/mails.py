"""No more mails: what a mail program posts when somebody presses its own "unsubscribe" (RFC 8058)."""

from flask import Blueprint, Response, make_response, redirect, request, url_for
from flask_babel import gettext as _

from shared.clock import utc_now
from shared.contracts.commands import UnsubscribeIncident
from shared.contracts.resources import Actor
from shared.contracts.vocabulary import ActorKind
from shared.ids import uuid7
from shared.links import MAILS_OFF
from webform.correlation import correlation_id
from webform.parts import parts
from webform.routes.tracking import tracked_by
from webform.submission import NotAcceptedError

mails = Blueprint("mails", __name__, url_prefix="/incidents")


@mails.post(f"/<reference>/{MAILS_OFF}")
def unsubscribe(reference: str) -> Response:
    """Stop the mails about an incident. No cookie and no form of ours comes along: the key is enough."""
    tracked = tracked_by(reference)
    name = tracked.detail.row.customer_name if tracked.detail else _("Customer")
    request_id = uuid7(utc_now())
    wish = UnsubscribeIncident(
        incident_id=tracked.incident_id,
        request_id=request_id,
        author=Actor(kind=ActorKind.CUSTOMER, name=name),
    )
    try:
        parts().sender.send(wish, request_id, correlation_id())
    except NotAcceptedError:
        return make_response("", 503)  # a program asks, and tries again
    return make_response("", 204)


@mails.get(f"/<reference>/{MAILS_OFF}")
def show(reference: str) -> Response:
    """Lead a person to the incident's page: opening a link changes nothing."""
    page = url_for("tracking.show", reference=reference, key=request.args.get("key"))
    return make_response(redirect(page, 303))
