"""How long somebody has to wait before they try again: for programs, and in words."""

from datetime import timedelta
from math import ceil

from flask import Response
from flask_babel import format_timedelta
from werkzeug.exceptions import TooManyRequests


def held_back(answer: Response, seconds: int) -> Response:
    """Return an answer as 429, with the seconds after which to come back."""
    answer.status_code = TooManyRequests.code
    answer.headers["Retry-After"] = str(seconds)
    return answer


def in_words(seconds: int) -> str:
    """Say how long to wait, in the page's language and rather too long than too short: "3 minutes"."""
    for unit, size in (("hours", 3600), ("minutes", 60)):
        if seconds >= size:
            return str(format_timedelta(timedelta(**{unit: ceil(seconds / size)}), threshold=1))
    return str(format_timedelta(timedelta(seconds=seconds), granularity="second", threshold=1))
