"""Following an incident by its signed link: the page, its live parts, and the news of changes."""

from uuid import UUID

from flask import Blueprint, Response, abort, make_response, render_template, request
from werkzeug.routing import RequestRedirect
from werkzeug.wrappers import Response as AnyResponse

from shared.contracts.resources import IncidentDetail
from shared.ids import as_reference
from webform.desk import DeskUnavailableError
from webform.forms import MessageForm, OptionalMessageForm, RatingForm, faults
from webform.live import NotWatchingError
from webform.parts import parts
from webform.security import KEPT_FOR_BACK
from webform.unsent import message_left, rating_left
from webform.view import Tracked

tracking = Blueprint("tracking", __name__, url_prefix="/incidents")
AnswerForm = MessageForm | OptionalMessageForm
_LONGEST_VERSION = 9


@tracking.get("/<reference>")
def show(reference: str) -> Response:
    """Show the incident; just after sending this is the answer to it."""
    return tracking_page(tracked_by(reference))


@tracking.get("/<reference>/conversation")
def conversation(reference: str) -> AnyResponse:
    """The parts of the page that change by themselves; 304 where the page has them already."""
    tracked = tracked_by(reference)
    response = tracking_page(tracked, template="_live.html")
    response.add_etag()
    return response.make_conditional(request)


@tracking.get("/<reference>/changes")
def changes(reference: str) -> AnyResponse:
    """Server-Sent Events: one for each change after the version ``seen``."""
    incident_id = opened_by(reference)
    seen = request.headers.get("Last-Event-ID") or request.args.get("seen", "")
    try:
        watch = parts().feed.watch(incident_id)
    except NotWatchingError:
        abort(503)
    try:
        tracked = _read(reference, incident_id)
        if not tracked.is_desk_up:
            # Which version is current nobody knows: a change of just now would never be told.
            abort(503)
    except BaseException:
        watch.close()
        raise
    news = watch.events(_version(seen), tracked.version)
    response = Response(news, mimetype="text/event-stream", headers={"X-Accel-Buffering": "no"})
    response.call_on_close(watch.close)
    return response


def tracked_by(reference: str) -> Tracked:
    """Return the incident that the present request's link opens.

    A wrong key and an unknown reference are the same 404.
    """
    return _read(reference, opened_by(reference))


def tracking_page(
    tracked: Tracked,
    posted: AnswerForm | None = None,
    notice: str | None = None,
    template: str = "tracking.html",
    rated: RatingForm | None = None,
) -> Response:
    """Return the page, with what was ``posted`` and ``rated`` still in it where that was not accepted."""
    answer = posted if posted is not None else message_left(tracked)
    answer.ticket.data = answer.ticket.data or parts().tickets.new()
    rating = rated or rating_left() or _given_rating(tracked)
    rating.offer()
    found = [*faults(answer), *faults(rating)]
    html = render_template(
        template,
        tracked=tracked,
        answer=answer,
        rating=rating,
        notice=notice,
        faults=found,
        own_url=parts().own_url,
    )
    response = make_response(html)
    response.headers["Cache-Control"] = KEPT_FOR_BACK
    if tracked.remembered and not tracked.on_its_way:
        parts().sent.forget(response, tracked.reference)
    return response


def opened_by(reference: str) -> UUID:
    """Return the incident that the link opens; one whose reference was written otherwise leads to its own."""
    proper = as_reference(reference)
    incident_id = parts().links.open(proper, request.args.get("key", ""))
    if incident_id is None:
        abort(404)
    if reference != proper:
        path = request.path.replace(reference, proper, 1)
        raise RequestRedirect(f"{path}?{request.query_string.decode()}")
    return incident_id


def _given_rating(tracked: Tracked) -> RatingForm:
    """Return the form with what was said before, so that who changes one part of it keeps the other."""
    stars, word = tracked.rated
    return RatingForm(formdata=None, stars=stars, word=word)


def _read(reference: str, incident_id: UUID) -> Tracked:
    detail: IncidentDetail | None = None
    is_desk_up = True
    try:
        detail = parts().desk.incident(incident_id)
    except DeskUnavailableError:
        is_desk_up = False
    sent = parts().sent.recall()
    return Tracked(incident_id, reference, request.args["key"], detail, is_desk_up, sent)


def _version(text: str) -> int:
    """Return the version that a page says it shows; what is no number is none."""
    return int(text) if text.isdecimal() and len(text) <= _LONGEST_VERSION else 0
