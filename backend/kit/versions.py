"""Changes on the version that their author saw: ``ETag`` and ``If-Match`` (RFC 9110, 13.1.1)."""

from backend.kit.problems import Problem


def etag(version: int) -> str:
    """Return the ETag of a version."""
    return f'"{version}"'


def seen_version(if_match: str | None) -> int:
    """Return the version that a caller saw; raise a Problem where they name none, or nonsense."""
    if not if_match:
        raise Problem(428, "Say which version you saw.", 'Send If-Match: "<version>".', type="version-needed")
    digits = if_match.strip().removeprefix("W/").strip('"')
    if not digits.isascii() or not digits.isdigit() or len(digits) > 9:
        raise Problem(400, "If-Match is no version.", 'It looks like "3".', type="invalid-request")
    return int(digits)
