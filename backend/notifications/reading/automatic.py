"""Tells mails that machines wrote from those of people: nobody answers a machine, nor listens to it."""

from collections.abc import Mapping

_BULK = frozenset({"bulk", "junk", "list", "auto_reply", "auto-reply"})
_MARKS = ("list-id", "list-post", "x-autoreply", "x-autorespond", "x-auto-response-suppress", "x-loop")
_MACHINES = ("mailer-daemon@", "postmaster@", "noreply@", "no-reply@")


def reason_of(headers: Mapping[str, str], *, return_path: str, sender: str, kind: str) -> str | None:
    """Return why a mail is no person's, None where nothing speaks against it.

    ``headers`` has names in lower case, ``return_path`` is the sender of the envelope, ``sender`` the
    address in From, ``kind`` the media type of the whole.
    """
    if not return_path:
        return "a bounce: its return path is empty"
    if kind == "multipart/report":
        return "a report of a mail server"
    if headers.get("auto-submitted", "no").split(";")[0].strip().lower() != "no":
        return f"an automatic answer: Auto-Submitted is {headers['auto-submitted'][:40]}"
    if (precedence := headers.get("precedence", "").strip().lower()) in _BULK:
        return f"an automatic answer: Precedence is {precedence}"
    for mark in _MARKS:
        if mark in headers:
            return f"an automatic answer: it has {mark}"
    return next((f"from a machine: {name}…" for name in _MACHINES if sender.startswith(name)), None)
