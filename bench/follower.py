"""``python -m bench.follower``: a child that stands for many consoles, each on a connection of its own.

Task: url, name, password, connections. Tells ``ready`` once all are live, and in the end how many events
the connections got, the one with the fewest and the one with the most.
"""

import threading

from bench.child import task, tell, wait_for_the_end
from shared.contracts.envelope import Envelope
from shared.messaging.ports import StreamState
from shared.messaging.rabbit.stream import StreamReader

CONNECT_S = 60


class Follower:
    """One connection that reads the stream and counts."""

    def __init__(self, url: str, name: str, password: str) -> None:
        self.live = threading.Event()
        self.events = 0
        self._reader = StreamReader(
            url, name=name, password=lambda: password, on_events=self._count, on_state=self._note
        )
        self._reader.start()

    def stop(self) -> None:
        """Hang up."""
        self._reader.stop()

    def _count(self, events: list[Envelope]) -> None:
        self.events += len(events)

    def _note(self, state: StreamState) -> None:
        if state.kind == "live":
            self.live.set()


def main() -> None:
    """Connect, follow until the input closes, and tell the counts."""
    given = task()
    followers = [
        Follower(given["url"], given["name"], given["password"]) for _ in range(given["connections"])
    ]
    tell(ready=all(follower.live.wait(CONNECT_S) for follower in followers))
    wait_for_the_end()
    counts = [follower.events for follower in followers]
    for follower in followers:
        follower.stop()
    tell(fewest=min(counts), most=max(counts))


if __name__ == "__main__":
    main()
