"""Open pages hear of changes of their incident at once, and of nothing while the stream is away."""

import threading
from collections.abc import Callable, Iterator
from queue import Queue
from uuid import UUID, uuid4

import pytest
from flask import Flask

from backend.resolution.views import CUSTOMERS_TIMELINE
from shared.clock import utc_now
from shared.contracts.envelope import Envelope
from shared.contracts.event_types import EVENTS
from shared.contracts.events import (
    IncidentAssigned,
    IncidentEvent,
    IncidentNoted,
    IncidentPrioritized,
    IncidentReleased,
    IncidentReplied,
)
from shared.contracts.promise_events import IncidentPromised
from shared.contracts.resources import FieldChange
from shared.messaging.ports import StreamState
from tests.support.incidents_seen import ANA, seen
from tests.support.messages import SAMPLES, enveloped
from tests.support.silence import ExpectedLog
from webform import live
from webform.live import STAFFS_OWN, Hub, NotWatchingError, Watch
from webform.parts import parts

PATIENCE_S = 5


def news_of(
    incident_id: UUID, version: int, kind: type[IncidentEvent] = IncidentReplied, *changed: str
) -> Envelope:
    row = seen().row.model_copy(update={"id": incident_id, "version": version})
    changes = tuple(FieldChange(field=name, old="open", new="assigned") for name in changed)
    event = kind(row=row, actor=ANA, changes=changes)
    return Envelope.wrap(event, id=uuid4(), source="/x", time=utc_now(), correlationid=uuid4())


@pytest.fixture
def hub() -> Hub:
    hub = Hub(most=2)
    hub.follow(StreamState("live"))
    return hub


@pytest.fixture
def listen(hub: Hub) -> Callable[..., "Queue[str | None]"]:
    def begin(incident_id: UUID, seen: int = 1, current: int = 1) -> "Queue[str | None]":
        heard: Queue[str | None] = Queue()
        watch = hub.watch(incident_id)

        def follow(events: Iterator[str]) -> None:
            for text in events:
                heard.put(text)
            watch.close()
            heard.put(None)

        threading.Thread(target=follow, args=(watch.events(seen, current),), daemon=True).start()
        assert str(heard.get(timeout=PATIENCE_S)).startswith("retry: ")
        return heard

    return begin


def test_a_change_is_told_with_its_version(hub: Hub, listen: Callable[..., "Queue[str]"]) -> None:
    incident_id = uuid4()
    heard = listen(incident_id)
    assert heard.get(timeout=PATIENCE_S).startswith(":")
    hub.take([news_of(uuid4(), 9), news_of(incident_id, 2)])
    assert heard.get(timeout=PATIENCE_S) == "id: 2\nevent: changed\ndata: 2\n\n"


@pytest.mark.parametrize(
    ("kind", "changed"),
    [
        (IncidentNoted, ()),
        (IncidentPrioritized, ("priority",)),
        (IncidentAssigned, ("assignee",)),
        (IncidentReleased, ("assignee",)),
    ],
)
def test_what_the_staff_does_among_itself_wakes_no_page(
    hub: Hub, listen: Callable[..., "Queue[str]"], kind: type[IncidentEvent], changed: tuple[str, ...]
) -> None:
    incident_id = uuid4()
    heard = listen(incident_id)
    assert heard.get(timeout=PATIENCE_S).startswith(":")
    hub.take([news_of(incident_id, 2, kind, *changed)])
    hub.take([news_of(incident_id, 3)])
    assert heard.get(timeout=PATIENCE_S).startswith("id: 3\n")


def test_another_time_by_which_an_answer_is_due_wakes_the_page(
    hub: Hub, listen: Callable[..., "Queue[str]"]
) -> None:
    incident_id = uuid4()
    heard = listen(incident_id)
    assert heard.get(timeout=PATIENCE_S).startswith(":")
    hub.take([news_of(incident_id, 2, IncidentPromised, "answer_due")])
    assert heard.get(timeout=PATIENCE_S).startswith("id: 2\n")


@pytest.mark.parametrize("kind", [IncidentAssigned, IncidentReleased])
def test_what_moves_a_step_wakes_the_page(
    hub: Hub, listen: Callable[..., "Queue[str]"], kind: type[IncidentEvent]
) -> None:
    incident_id = uuid4()
    heard = listen(incident_id)
    assert heard.get(timeout=PATIENCE_S).startswith(":")
    hub.take([news_of(incident_id, 2, kind, "state", "assignee")])
    assert heard.get(timeout=PATIENCE_S).startswith("id: 2\n")


def test_a_page_that_missed_a_version_is_told_at_once(listen: Callable[..., "Queue[str]"]) -> None:
    heard = listen(uuid4(), seen=3, current=5)
    assert heard.get(timeout=PATIENCE_S) == "id: 5\nevent: changed\ndata: 5\n\n"


def test_losing_the_stream_ends_every_watch(
    hub: Hub, listen: Callable[..., "Queue[str | None]"], expected_log: ExpectedLog
) -> None:
    expected_log("lost the stream")
    heard = listen(uuid4())
    heard.get(timeout=PATIENCE_S)
    hub.follow(StreamState("offline", "cut"))
    assert heard.get(timeout=PATIENCE_S) is None


def test_pages_that_are_cut_off_together_come_back_spread_over_some_seconds(hub: Hub) -> None:
    watch = hub.watch(uuid4())
    firsts = {next(watch.events(1, 1)) for _ in range(50)}
    waits = [int(text.removeprefix("retry: ")) for text in firsts]
    assert len(waits) > 1
    assert all(1000 <= wait <= 5000 for wait in waits)


def test_without_the_stream_nothing_is_promised(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "PATIENCE_S", 0.01)
    with pytest.raises(NotWatchingError):
        Hub(most=2).watch(uuid4())


def test_places_are_left_for_everybody_else(hub: Hub) -> None:
    first, _second = hub.watch(uuid4()), hub.watch(uuid4())
    with pytest.raises(NotWatchingError):
        hub.watch(uuid4())
    first.close()
    first.close()
    hub.watch(uuid4())


def test_who_waits_for_the_stream_counts_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "PATIENCE_S", 2 * PATIENCE_S)
    hub = Hub(most=1)
    outcomes: Queue[Watch | str] = Queue()

    def watch() -> None:
        try:
            outcomes.put(hub.watch(uuid4()))
        except NotWatchingError as error:
            outcomes.put(str(error))

    for _ in range(2):
        threading.Thread(target=watch, daemon=True).start()
    assert outcomes.get(timeout=PATIENCE_S) == "too many open pages"
    hub.follow(StreamState("live"))
    assert isinstance(outcomes.get(timeout=PATIENCE_S), Watch)


def test_who_waited_for_the_stream_in_vain_leaves_the_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "PATIENCE_S", 0.01)
    hub = Hub(most=1)
    for _ in range(2):
        with pytest.raises(NotWatchingError, match="away"):
            hub.watch(uuid4())


def test_what_wakes_no_page_is_what_no_customer_may_read() -> None:
    assert {event.TYPE for event in EVENTS if issubclass(event, IncidentEvent)} - STAFFS_OWN == {
        f"incident.{what}" for what in CUSTOMERS_TIMELINE
    }


def test_who_closes_the_site_ends_its_reader_and_every_watch(app: Flask, expected_log: ExpectedLog) -> None:
    expected_log("lost the stream")
    with app.app_context():
        feed = parts().feed
    with pytest.raises(NotWatchingError):
        feed.watch(uuid4())  # no broker is there, but the thread is
    assert "stream-webform" in {thread.name for thread in threading.enumerate()}
    feed.close()
    feed.close()
    assert "stream-webform" not in {thread.name for thread in threading.enumerate()}


def test_who_of_the_staff_is_at_an_incident_wakes_no_page(hub: Hub) -> None:
    event = SAMPLES["presence.changed"]
    watch = hub.watch(event.about()[0])
    texts = watch.events(seen=1, current=1)
    assert [next(texts) for _ in range(2)][1] == ": still here\n\n"
    hub.take([enveloped(event), news_of(watch.incident_id, 2)])
    assert next(texts).startswith("id: 2\n")
    hub.take([enveloped(event)])
    assert not watch._bell.is_set()
    watch.close()
