"""What a console must know to sign in on a stack: the task of ``bench.console``."""

import httpx

from deploy.local.stack import Stack
from deploy.local.terminal import Trouble


def console_task(stack: Stack) -> dict[str, object]:
    """Return the settings, a folder for the preferences, and the administrator's credentials."""
    return {
        "settings": dict(stack.site.console_settings()),
        "folder": str(stack.place.root / "console"),
        **credentials(stack),
    }


def credentials(stack: Stack) -> dict[str, str]:
    """Return the e-mail and password of the one employee that every stack has."""
    environment = stack.environment()
    return {"email": environment["ADMIN_EMAIL"], "password": environment["ADMIN_PASSWORD"]}


def employee_token(stack: Stack) -> str:
    """Return an employee's token; raise Trouble when signing in does not work."""
    address = f"{stack.url('employees')}/api/v1/sessions"
    answer = httpx.post(address, json=credentials(stack), trust_env=False)
    if answer.status_code != httpx.codes.CREATED:
        raise Trouble(f"Signing in was answered {answer.status_code}: {answer.text[:200]}")
    token: str = answer.json()["access_token"]
    return token
