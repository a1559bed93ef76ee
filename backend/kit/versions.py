"""Changes on the version that their author saw: ``ETag`` and ``If-Match`` (RFC 9110, 13.1.1)."""

import re

from pydantic import BaseModel, Field

from backend.kit.problems import Problem

_VERSION = re.compile(r'"([0-9]{1,9})"')
"""A strong entity tag (RFC 9110, 8.8.3): a weak one matches nothing that is to be changed (13.1.1)."""


class ChangeHeaders(BaseModel):
    """The version that the caller saw."""

    if_match: str | None = Field(None, alias="If-Match", description='The version seen, as in ETag: "3".')


def etag(version: int) -> str:
    """Return the ETag of a version."""
    return f'"{version}"'


def seen_version(if_match: str | None) -> int:
    """Return the version that a caller saw; raise a Problem where they name none, or nonsense."""
    if not if_match:
        raise Problem(428, "Say which version you saw.", 'Send If-Match: "<version>".', type="version-needed")
    found = _VERSION.fullmatch(if_match.strip())
    if found is None:
        detail = 'It looks like "3", with its quotes: the ETag of what you saw, not weak, and one alone.'
        raise Problem(400, "If-Match is no version.", detail, type="invalid-request")
    return int(found[1])
