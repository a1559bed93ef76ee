"""What a console must know to sign in on a stack: the task of ``bench.console``."""

from deploy.local.stack import Stack


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
