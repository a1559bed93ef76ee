"""Following an incident by its signed link: the page, its live parts, and the customer's moves."""

from collections.abc import Callable
from uuid import UUID

from flask import (
    Blueprint,
    Response,
    abort,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from shared.contracts.commands import CommentIncident, ReopenIncident, ResolveIncident
from shared.contracts.resources import Actor, IncidentDetail
from shared.contracts.vocabulary import ActorKind
from webform.accounts import signed_in
from webform.desk import DeskUnavailableError
from webform.forms import ConfirmForm, MessageForm, ReopenForm, faults, is_stale
from webform.live import TooManyListenersError
from webform.parts import parts
from webform.submission import NotAcceptedError, Ticket
from webform.view import Tracked

tracking = Blueprint("tracking", __name__, url_prefix="/incidents")
Page = str | tuple[str, int] | AnyResponse
_ON_ITS_WAY = "on_its_way"
_LONGEST_REMEMBERED = 600


@tracking.get("/<reference>")
def show(reference: str) -> Page:
    """Show the incident; just after sending this is the answer to it."""
    return _page(_tracked(reference))


@tracking.get("/<reference>/conversation")
def conversation(reference: str) -> Page:
    """The parts of the page that change by themselves; 304 where the page has them already."""
    tracked = _tracked(reference)
    response = make_response(_page(tracked, template="_live.html"))
    response.set_etag(f"{tracked.version}-{'pending' if tracked.on_its_way else 'all'}")
    return response.make_conditional(request)


@tracking.get("/<reference>/changes")
def changes(reference: str) -> AnyResponse:
    """Server-Sent Events: one for each change after the version ``seen``."""
    incident_id = _opened(reference)
    seen = request.headers.get("Last-Event-ID") or request.args.get("seen", "0")
    try:
        watch = parts().feed.watch(incident_id)
    except TooManyListenersError:
        abort(503)
    tracked = _read(reference, incident_id)
    news = watch.events(int(seen) if seen.isdecimal() else 0, tracked.version)
    response = Response(news, mimetype="text/event-stream", headers={"X-Accel-Buffering": "no"})
    response.call_on_close(watch.close)
    return response


@tracking.post("/<reference>/comments")
def comment(reference: str) -> Page:
    """The customer writes."""
    return _send(
        reference,
        MessageForm(),
        lambda tracked, ticket, text: CommentIncident(
            incident_id=tracked.incident_id,
            message_id=ticket.identity("comment", str(tracked.incident_id), text),
            author=_author(tracked),
            text=text,
        ),
    )


@tracking.post("/<reference>/reopening")
def reopen(reference: str) -> Page:
    """The customer says that it is not solved."""
    return _send(
        reference,
        ReopenForm(prefix="reopen"),
        lambda tracked, ticket, text: ReopenIncident(
            incident_id=tracked.incident_id,
            message_id=ticket.identity("reopen", str(tracked.incident_id), text),
            author=_author(tracked),
            text=text,
        ),
    )


@tracking.post("/<reference>/resolution")
def resolve(reference: str) -> Page:
    """The customer says that it is solved."""
    return _send(
        reference,
        ConfirmForm(prefix="resolve"),
        lambda tracked, ticket, _text: ResolveIncident(
            incident_id=tracked.incident_id,
            request_id=ticket.identity("resolve", str(tracked.incident_id)),
            author=_author(tracked),
        ),
    )


Wish = CommentIncident | ReopenIncident | ResolveIncident
Make = Callable[[Tracked, Ticket, str], Wish]


def _send(reference: str, form: MessageForm | ConfirmForm, make: Make) -> Page:
    """Leave a command with the broker and show the page again, with what was typed where that failed."""
    tracked = _tracked(reference)
    ticket = parts().tickets.read(form.ticket.data)
    if not form.validate() or ticket is None:
        notice = _("This page had been open for too long. Nothing is lost: please send it once more.")
        return _page(tracked, form, notice if is_stale(form) or ticket is None else None), 400
    text = (form.text.data or "").strip().replace("\r\n", "\n") if "text" in form else ""
    command = make(tracked, ticket, text)
    message_id = command.request_id if isinstance(command, ResolveIncident) else command.message_id
    try:
        parts().sender.send(command, message_id)
    except NotAcceptedError:
        notice = _(
            "We could not take it just now, because of a fault on our side. Please try again in a moment."
        )
        return _page(tracked, form, notice), 503
    session[_ON_ITS_WAY] = {
        "id": str(message_id),
        "text": text[:_LONGEST_REMEMBERED],
        "seen": tracked.version,
    }
    return redirect(url_for(".show", reference=reference, key=request.args["key"], _anchor="latest"), 303)


def _opened(reference: str) -> UUID:
    """Return the incident that the link opens; a wrong key and an unknown reference are the same 404."""
    incident_id = parts().links.open(reference, request.args.get("key", ""))
    if incident_id is None:
        abort(404)
    return incident_id


def _tracked(reference: str) -> Tracked:
    return _read(reference, _opened(reference))


def _read(reference: str, incident_id: UUID) -> Tracked:
    detail: IncidentDetail | None = None
    is_desk_up = True
    try:
        detail = parts().desk.incident(incident_id)
    except DeskUnavailableError:
        is_desk_up = False
    tracked = Tracked(
        incident_id, reference, request.args["key"], detail, is_desk_up, session.get(_ON_ITS_WAY)
    )
    if _ON_ITS_WAY in session and detail and not tracked.on_its_way:
        del session[_ON_ITS_WAY]
    return tracked


def _page(
    tracked: Tracked,
    posted: MessageForm | ConfirmForm | None = None,
    notice: str | None = None,
    template: str = "tracking.html",
) -> str:
    forms: dict[str, MessageForm | ConfirmForm] = {
        "answer": MessageForm(formdata=None),
        "reopen": ReopenForm(formdata=None, prefix="reopen"),
        "resolve": ConfirmForm(formdata=None, prefix="resolve"),
    }
    if posted is not None:
        forms[{"comment": "answer"}.get(_move(), _move())] = posted
    for form in forms.values():
        form.ticket.data = form.ticket.data or parts().tickets.new()
    found = faults(posted) if posted is not None else ()
    return render_template(template, tracked=tracked, notice=notice, faults=found, **forms)


def _move() -> str:
    """Return the name of the view that answers: comment, reopen or resolve."""
    return (request.endpoint or "").rpartition(".")[2]


def _author(tracked: Tracked) -> Actor:
    customer = signed_in()
    name = (
        tracked.detail.row.customer_name
        if tracked.detail
        else customer["name"]
        if customer
        else _("Customer")
    )
    return Actor(kind=ActorKind.CUSTOMER, id=customer["id"] if customer else None, name=name)
