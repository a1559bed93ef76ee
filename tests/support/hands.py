"""A clock that a test turns."""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass
class Hands:
    """It stands still in between."""

    now: datetime

    def __call__(self) -> datetime:
        return self.now

    def turn(self, by: timedelta) -> None:
        self.now += by
