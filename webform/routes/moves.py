"""What customers do to their incident: write, say that it is solved, say that it isn't."""

from collections.abc import Callable
from uuid import UUID

from flask import Blueprint, Response, make_response, redirect, request, url_for

from shared.contracts.commands import CommentIncident, ReopenIncident, ResolveIncident
from webform.attaching import REMOVED, attach
from webform.authors import author_of
from webform.correlation import correlation_id
from webform.fair import Action, limited
from webform.forms import MessageForm, OptionalMessageForm, about_files
from webform.parts import parts
from webform.routes.tracking import AnswerForm, tracked_by, tracking_page
from webform.sent import Sent
from webform.slowed import attach_slowed
from webform.stale import is_stale, stale_notice
from webform.submission import NotAcceptedError, Ticket
from webform.unsent import MESSAGE, NOTHING, down_notice, leave, rating_posted, tell_of_words, too_long
from webform.view import Tracked

moves = Blueprint("moves", __name__, url_prefix="/incidents")
Wish = CommentIncident | ReopenIncident | ResolveIncident
Make = Callable[[Ticket, AnswerForm], Wish]


def _slowed(notice: str, reference: str) -> Response:
    tracked, form = tracked_by(reference), OptionalMessageForm()
    attach_slowed(form.files, str(tracked.incident_id), _ticket(form) or parts().tickets.fresh())
    page = tracking_page(tracked, form, notice, rated=rating_posted())
    leave(page, tracked, form.files, sent=NOTHING)
    return page


@moves.post("/<reference>/comments")
@limited(Action.COMMENTS, _slowed)
def comment(reference: str) -> Response:
    """The customer writes."""
    tracked = tracked_by(reference)
    return _send(tracked, MessageForm(), lambda ticket, said: _comment(tracked, ticket, said))


@moves.post("/<reference>/reopening")
@limited(Action.COMMENTS, _slowed)
def reopen(reference: str) -> Response:
    """The customer says that it is not solved, and why."""
    tracked = tracked_by(reference)
    return _send(tracked, MessageForm(), lambda ticket, said: _reopen(tracked, ticket, said))


@moves.post("/<reference>/resolution")
@limited(Action.COMMENTS, _slowed)
def resolve(reference: str) -> Response:
    """The customer says that it is solved; what they have typed besides is not sent, and stays typed."""
    tracked = tracked_by(reference)
    return _send(tracked, OptionalMessageForm(), lambda ticket, _said: _resolve(tracked, ticket))


@moves.get("/<reference>/<any(comments, reopening, resolution):move>")
def back(reference: str, move: str) -> Response:  # noqa: ARG001 (the address's)
    """Lead who reloads the address of a post to the page itself."""
    return make_response(redirect(_page_of(reference, lang=request.args.get("lang")), 303))


def _send(tracked: Tracked, form: AnswerForm, make: Make) -> Response:
    """Leave a command with the broker and show the page again, with what was typed where that failed.

    The button that takes a file out only shows the page again.
    """
    ticket = _ticket(form)
    attach(form.files, str(tracked.incident_id), ticket or parts().tickets.fresh())
    response = make_response(redirect(_page_of(tracked.reference, _anchor="latest"), 303))
    if REMOVED in request.form:
        is_kept = not form.files.errors and leave(response, tracked, form.files, sent=NOTHING)
        return response if is_kept else _again(tracked, form, None, 200)
    if not form.validate() or ticket is None:
        notice = about_files(form)
        if is_stale(form) or ticket is None:
            form.ticket.data = parts().tickets.new()
            notice = stale_notice(form)
        return _again(tracked, form, notice, form.files.status)
    wish = make(ticket, form)
    is_message = not isinstance(wish, ResolveIncident)
    if not leave(response, tracked, form.files, sent=MESSAGE if is_message else NOTHING):
        return _again(tracked, form, too_long(), 400)
    try:
        parts().sender.send(wish, _identity(wish), correlation_id())
    except NotAcceptedError:
        return _again(tracked, form, down_notice(), 503)
    text, files = (form.text.data or "", len(form.files.data)) if is_message else ("", 0)
    sent = Sent(str(_identity(wish)), text, tracked.version, files)
    parts().sent.remember(response, tracked.reference, sent)
    if not is_message:
        tell_of_words(form.files, tracked.reference)
    return response


def _ticket(form: AnswerForm) -> Ticket | None:
    return parts().tickets.read(form.ticket.data)


def _again(tracked: Tracked, form: AnswerForm, notice: str | None, status: int) -> Response:
    page = tracking_page(tracked, form, notice, rated=rating_posted())
    page.status_code = status
    leave(page, tracked, form.files, sent=NOTHING)  # for its other language, which is a plain link
    return page


def _page_of(reference: str, **more: str | None) -> str:
    values = {"reference": reference, "key": request.args.get("key"), **more}
    return url_for("tracking.show", **values)  # type: ignore[arg-type]


def _comment(tracked: Tracked, ticket: Ticket, said: AnswerForm) -> Wish:
    return CommentIncident(
        incident_id=tracked.incident_id,
        message_id=_message_id("comment", tracked, ticket, said),
        author=author_of(tracked),
        text=said.text.data or "",
        files=said.files.refs(),
    )


def _reopen(tracked: Tracked, ticket: Ticket, said: AnswerForm) -> Wish:
    return ReopenIncident(
        incident_id=tracked.incident_id,
        message_id=_message_id("reopen", tracked, ticket, said),
        author=author_of(tracked),
        text=said.text.data or "",
        files=said.files.refs(),
    )


def _resolve(tracked: Tracked, ticket: Ticket) -> Wish:
    incident_id = tracked.incident_id
    request_id = ticket.identity("resolve", str(incident_id))
    return ResolveIncident(incident_id=incident_id, request_id=request_id, author=author_of(tracked))


def _message_id(move: str, tracked: Tracked, ticket: Ticket, said: AnswerForm) -> UUID:
    return ticket.identity(move, str(tracked.incident_id), said.text.data or "", *said.files.digests())


def _identity(wish: Wish) -> UUID:
    return wish.request_id if isinstance(wish, ResolveIncident) else wish.message_id
