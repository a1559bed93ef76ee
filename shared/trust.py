"""Whom a client of ours believes to be who they say they are."""

import ssl
from functools import cache

import httpx


@cache
def certificates() -> ssl.SSLContext:
    """Return the certificates that httpx trusts, read once for all clients of a process.

    Reading them takes far longer than all else a client does at its start, and each would do it
    anew unless it is given them as ``verify``.
    """
    return httpx.create_ssl_context()
