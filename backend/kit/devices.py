"""With what somebody signs in, as they would call it: "Firefox" on "Android"."""

from dataclasses import dataclass

from ua_parser import parse

READ_MAX = 400
"""So much of a User-Agent is read: browsers send less, and hundreds of patterns are tried on it."""
NAME_MAX = 40
_ASIDE = frozenset({"Mobile", "iOS", "WebView"})
"""Words in the name of a browser that only repeat the system."""
_SYSTEMS = {"Mac OS X": "macOS"}


@dataclass(frozen=True, slots=True)
class Device:
    """What a browser says of itself; None for what nobody knows."""

    browser: str | None = None
    system: str | None = None


def device_of(user_agent: str) -> Device:
    """Return what a ``User-Agent`` (RFC 9110, 10.1.5) names, without version and model."""
    found = parse(user_agent[:READ_MAX])
    browser = found.user_agent.family if found.user_agent else ""
    system = found.os.family if found.os else ""
    known = " ".join(word for word in browser.split() if word not in _ASIDE)
    return Device(known[:NAME_MAX] or None, _SYSTEMS.get(system, system)[:NAME_MAX] or None)
