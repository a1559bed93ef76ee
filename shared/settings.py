"""Settings: environment variables, checked once at the start."""

import sys
from pathlib import Path
from typing import Annotated, NoReturn, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

WRONG_SETTINGS = 4
"""Exit status. Gunicorn takes this one for "the application cannot load" and stops instead of retrying."""


def _known_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError("is no time zone such as Europe/Madrid") from error
    return name


ZoneName = Annotated[str, AfterValidator(_known_zone)]
"""The name of a time zone that this machine knows."""
SHOP_TIMEZONE = "Europe/Madrid"


class Settings(BaseSettings):
    """The settings of one program: a field ``amqp_url`` is the environment variable ``AMQP_URL``.

    Make a subclass with typed fields and call ``load``. An empty variable counts as a missing one.
    """

    model_config = SettingsConfigDict(frozen=True, extra="ignore", env_ignore_empty=True)

    @classmethod
    def load(cls, file: Path | None = None) -> Self:
        """Read the environment; where a setting is missing or wrong, say so in one line and exit.

        What the environment lacks is looked for in ``file``, lines of ``NAME=value``, if there is one.
        """
        try:
            return cls(_env_file=file)
        except ValidationError as error:
            stop(describe(error))


def describe(error: ValidationError) -> str:
    """Return what is wrong in one line, without the values: they may be secret."""
    faults = error.errors(include_url=False, include_context=False, include_input=False)
    return "; ".join(
        f"{'.'.join(map(str, fault['loc'])).upper()}: {_reason(fault['msg'])}" for fault in faults
    )


def stop(reason: str) -> NoReturn:
    """End the start of a program with one clear line."""
    sys.stderr.write(f"cannot start: {reason}\n")
    raise SystemExit(WRONG_SETTINGS)


def _reason(message: str) -> str:
    return "missing" if message == "Field required" else message[:1].lower() + message[1:]
