"""Readers who stop reading in the middle of an answer: how long they may keep a thread waiting."""

from flask import request

LONGEST_S = 60.0
"""So long the next piece of an answer may take to leave; a slow line takes some seconds for one."""


def bound_stalls(seconds: float = LONGEST_S) -> None:
    """Have the present answer break off when a piece of it takes longer, under a server that allows for it.

    Nothing in an answer's own code runs while the server hands a piece to the network, so the bound is
    the socket's. gunicorn gives it to the application, and sets it back for the connection's next request.
    """
    if socket := request.environ.get("gunicorn.socket"):
        socket.settimeout(seconds)
