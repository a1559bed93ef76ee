"""The figures over HTTP: supervisors see all of them, an agent only their own."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock
from uuid import UUID

from flask import Response
from flask_openapi3 import APIBlueprint, Tag

from backend.kit.auth import current_identity, require
from backend.kit.openapi import problems
from backend.kit.problems import Problem
from backend.metrics.board import Board
from backend.metrics.following import Shown
from backend.metrics.ledger import Where
from backend.metrics.periods import TooFineError
from backend.metrics.ports import RowSource
from backend.metrics.recalling import Recalled
from backend.metrics.requests import BacklogQuery, BehindQuery, FiguresQuery, Narrowed
from backend.metrics.series import Wanted
from backend.metrics.standings import Part
from shared.clock import Clock
from shared.contracts.figures import Backlog, Behind, Check, Figures, Step, Usual
from shared.contracts.vocabulary import Role

_tag = Tag(name="metrics", description="The figures of the shop")
MINUTES_LAST = timedelta(hours=48)
USUAL_PERIODS = {Step.MINUTE: timedelta(hours=2), Step.HOUR: timedelta(days=1), Step.DAY: timedelta(days=30)}
"""How long a period is whose beginning is not given."""
_OF_BACKLOG = ("state", "age", "unassigned", "unanswered", "overdue", "due_soon")
Checking = Callable[[], Check]


@dataclass(frozen=True, slots=True)
class Answering:
    """What the routes answer from."""

    shown: Shown
    rows: RowSource
    check: Checking
    clock: Clock


def metrics_api(answering: Answering) -> APIBlueprint:
    """Return the routes under ``/api/v1``."""
    api = APIBlueprint("metrics", __name__, url_prefix="/api/v1", abp_tags=[_tag])
    recalled = Recalled()
    checking = Lock()

    @api.get("/figures", responses={200: Figures, **problems(400, 503)})
    @require(Role.AGENT)
    def read_figures(query: FiguresQuery) -> Response:
        """What happened in a period, in steps and lines."""
        board, now = answering.shown.board(), answering.clock()
        wanted = _wanted(query, now)
        try:
            return _answer(recalled.answer(board, wanted, lambda: board.figures(wanted, now)))
        except TooFineError as error:
            raise Problem(400, "That would be too many points.", str(error), type="too-fine") from error

    @api.get("/backlog", responses={200: Backlog, **problems(503)})
    @require(Role.AGENT)
    def read_backlog(query: BacklogQuery) -> Response:
        """What is open, assigned or waiting at this moment, and what everybody has in hand."""
        board, now = answering.shown.board(), answering.clock()
        part = Part(category=query.category, team=query.team, employee=_only(None))
        return _answer(recalled.answer(board, part, lambda: board.backlog(part, now)))

    @api.get("/usual", responses={200: Usual, **problems(503)})
    @require(Role.SUPERVISOR)
    def read_usual() -> Response:
        """This hour beside what is usual for it."""
        board, now = answering.shown.board(), answering.clock()
        return _answer(recalled.answer(board, "usual", lambda: board.usual(now)))

    @api.get("/incidents", responses={200: Behind, **problems(400, 503)})
    @require(Role.AGENT)
    def list_incidents(query: BehindQuery) -> Response:
        """The incidents behind a figure, the newest first."""
        total, found = _behind(answering.shown.board(), query, answering.clock())
        return _answer(Behind(total=total, rows=tuple(answering.rows.rows(found))).model_dump_json())

    @api.post("/checks", responses={200: Check, **problems(409, 503)})
    @require(Role.SUPERVISOR)
    def check() -> Response:
        """Count everything again from the incidents, and compare; that takes minutes for very many."""
        if not checking.acquire(blocking=False):
            raise Problem(409, "A check is under way already.", type="check-running")
        try:
            return _answer(answering.check().model_dump_json())
        finally:
            checking.release()

    return api


def _only(employee: str | None) -> str | None:
    """Return whose lines the caller may see, of those that were asked for; None is everybody's."""
    me = current_identity()
    if me.holds(Role.SUPERVISOR):
        return employee
    if employee not in {None, me.subject}:
        raise Problem(403, "These are the figures of somebody else.", type="forbidden")
    return me.subject


def _where(query: Narrowed) -> Where:
    return Where(query.category, query.team, query.priority, _only(query.employee))


def _wanted(query: FiguresQuery, now: datetime) -> Wanted:
    until = query.until or now
    since = query.since or until - USUAL_PERIODS[query.step]
    _demand_order(since, until)
    if query.step is Step.MINUTE and since < now - MINUTES_LAST:
        raise Problem(400, "Minutes are shown of the last 48 hours.", type="too-fine")
    return Wanted(since, until, query.step, query.group, _where(query))


def _behind(board: Board, query: BehindQuery, now: datetime) -> tuple[int, list[UUID]]:
    window = slice(query.offset, query.offset + query.limit)
    of_backlog = {name: getattr(query, name) for name in _OF_BACKLOG}
    given = [name for name, value in of_backlog.items() if value is not None]
    if query.measure is None:
        if query.since or query.until:
            raise _mixed("A period needs a measure.")
        where = _where(query)
        part = Part(
            category=where.category,
            team=where.team,
            priority=where.priority,
            employee=where.employee,
            **of_backlog,
        )
        return board.parted(part, now, window)
    if given or query.since is None:
        raise _mixed(f"A measure needs a period, and goes without {', '.join(given or _OF_BACKLOG)}.")
    until = query.until or now
    _demand_order(query.since, until)
    return board.happened(query.measure, query.since, until, _where(query), window)


def _demand_order(since: datetime, until: datetime) -> None:
    if since > until:
        raise Problem(400, "The period ends before it begins.", type="inverted-period")


def _mixed(why: str) -> Problem:
    return Problem(400, "The question can't be answered like this.", why, type="invalid-request")


def _answer(content: str) -> Response:
    return Response(content, mimetype="application/json")
