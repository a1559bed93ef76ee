"""What a stack's development mailbox has kept."""

from typing import Any

import httpx

PATIENCE_S = 30


def kept_mails(mailbox_url: str) -> list[dict[str, Any]]:
    """Return the mails, the newest first."""
    found: list[dict[str, Any]] = httpx.get(f"{mailbox_url}/api/mails", timeout=PATIENCE_S).json()
    return found
